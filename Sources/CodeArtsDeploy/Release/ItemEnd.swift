internal import CodeArtsDeployModel

/// The end of one item of a release: its state, and what is known of its deployment.
final class ItemEnd {
    private(set) var state = ItemState.notStarted
    /// nil where it succeeded.
    let error: DeployError?
    /// Whether somebody tried; else `error` says why not.
    let wasTried: Bool
    private var deployment: JSONValue?
    private var rollback: [UInt8] = []

    /// - Parameter result: of `deploy`.
    init(_ result: Result<[UInt8], DeployError>) {
        wasTried = true
        switch result {
        case .success(let document):
            state = .succeeded
            error = nil
            deployment = JSONValue(reading: document)
        case .failure(var failure):
            var json = JSONWriter(reserving: failure.details.count + 2)
            json.object { $0.members(failure.details) }
            deployment = JSONValue(reading: json.bytes)?["deployment"]
            if deployment != nil { failure.details = [] }
            error = failure
            state = Self.state(after: failure, deployment)
        }
    }

    /// One that was never tried.
    init(untried reason: String) {
        wasTried = false
        error = DeployError(.cancelled, "It was not started, because \(reason).", outcome: .notSent)
    }

    private static func state(after error: DeployError, _ deployment: JSONValue?) -> ItemState {
        switch error.outcome {
        case .notSent?, .refused?: return .notStarted
        case .unknown?: return .unknown
        case .started?, nil: break
        }
        switch error.status {
        case .deploymentFailed: return wentBack(deployment?["rollback"]) ? .rolledBack : .failed
        case .deploymentStopped: return .stopped
        case .unreconciled: return .unknown
        default: return deployment?["stopped"]?.boolean ?? false ? .stopped : .stillRunning
        }
    }

    private static func wentBack(_ rollback: JSONValue?) -> Bool { rollback?["state"].isText("succeeded") ?? false }

    var recordID: String? { deployment?["record_id"]?.string ?? error?.recordID }

    /// - Parameter rollback: what became of it, as `Rollback` writes it.
    func note(rollback: [UInt8]) {
        self.rollback = rollback
        if Self.wentBack(JSONValue(reading: rollback)) { state = .rolledBack }
    }

    // MARK: What is told of it

    func write(_ item: ReleaseItem, to json: inout JSONWriter) {
        json.beginObject()
        json.member("index", item.index)
        json.member("name", item.name)
        json.member("task_id", item.taskID)
        json.member("state", state.word.text)
        if let deployment {
            for member in deployment.members {
                if member.isNamed("state") || member.isNamed("task_id") || member.isNamed("_meta") { continue }
                json.rawName(member.nameValue.raw)
                json.raw(member.value.raw)
            }
        }
        if !rollback.isEmpty {
            json.name("rollback")
            json.raw(rollback)
        }
        if let error {
            json.name("error")
            json.raw(error.document)
        }
        json.endObject()
    }

    /// The members of the event.
    func tell(_ item: ReleaseItem, to json: inout JSONWriter) {
        json.member("name", item.name)
        json.member("state", state.word.text)
        json.member("duration_ms", ifKnown: deployment?["duration_ms"]?.integer)
        guard let error else { return }
        json.member("status", (error.status.name ?? "CAD_E_UNKNOWN").text)
        json.member("message", error.message)
    }
}

extension JSONValue {
    /// A document of this library.
    @inline(never)
    init?(reading bytes: [UInt8]) {
        guard let document = try? JSONDocument(parsing: bytes) else { return nil }
        self = document.root
    }
}
