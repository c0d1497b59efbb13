import CodeArtsDeployModel

/// An event of a running operation, with the JSON that it was read from.
struct ProgressEvent {
    let kind: OperationEvent
    let json: [UInt8]

    init(_ event: JSONValue) {
        json = Array(event.raw)
        kind = OperationEvent(reading: event)
    }

    /// A sentence about what goes on beside the deployment; nil where there is nothing of that kind.
    var notice: String? {
        switch kind {
        // A short wait is over before it is read.
        case .retry(_, _, let message, let delayMS) where delayMS >= 1000:
            "\(message ?? "The request failed.") Trying again in \(Elapsed.text(ms: delayMS))."
        case .warning(let message): message
        case .waiting(let message): "\(message) Waiting until that is over."
        case .rollback(let source): "Going back to what the record \(source) deployed."
        case .dropped(let count):
            "\(count) events came faster than they could be shown: parts of the log may be missing here. \"codearts-deploy log\" without --follow prints all of it."
        default: nil
        }
    }
}
