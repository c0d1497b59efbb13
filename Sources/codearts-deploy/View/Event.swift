import CodeArtsDeployModel

/// What an operation in the background did, as the library tells it.
struct Event {
    enum Kind {
        case started(recordID: String?)
        case state(String, recordID: String?)
        case step(id: String, name: String, state: String)
        case log(ArraySlice<UInt8>)
        case retry(String, delayMS: Int)
        case warning(String)
        /// For a deployment that runs already.
        case waiting(String)
        /// Goes back to what this record deployed.
        case rollback(to: String)
        /// So many events were not read in time.
        case dropped(Int)
        /// One that this version has nothing to say about.
        case other
    }

    let kind: Kind
    /// The event's own JSON.
    let json: [UInt8]

    init(_ event: JSONValue) {
        json = Array(event.raw)
        kind = Self.kind(event)
    }

    private static func kind(_ event: JSONValue) -> Kind {
        switch event["event"]?.string {
        case "started": return .started(recordID: event["record_id"]?.string)
        case "state": return .state(event["state"]?.string ?? "", recordID: event["record_id"]?.string)
        case "step":
            let name = event["name"]?.string ?? event["id"]?.string ?? ""
            return .step(id: event["id"]?.string ?? name, name: name, state: event["state"]?.string ?? "")
        case "log": return .log(event["text"]?.stringBytes ?? [])
        case "retry": return .retry(event["message"]?.string ?? "", delayMS: event["delay_ms"]?.integer ?? 0)
        case "warning": return .warning(event["message"]?.string ?? "")
        case "waiting": return .waiting(event["message"]?.string ?? "")
        case "rollback": return .rollback(to: event["record_id"]?.string ?? "")
        case "dropped": return .dropped(event["count"]?.integer ?? 0)
        default: return .other
        }
    }

    /// A sentence about what goes on beside the deployment; nil where there is nothing of that kind.
    var notice: String? {
        switch kind {
        // A short wait is over before it is read.
        case .retry(let message, let delayMS) where delayMS >= 1000:
            "\(message) Trying again in \(Elapsed.text(ms: delayMS))."
        case .warning(let message): message
        case .waiting(let message): "\(message) Waiting until that is over."
        case .rollback(let source): "Going back to what the record \(source) deployed."
        case .dropped(let count):
            "\(count) events came faster than they could be shown: parts of the log may be missing here. \"codearts-deploy log\" without --follow prints all of it."
        default: nil
        }
    }
}
