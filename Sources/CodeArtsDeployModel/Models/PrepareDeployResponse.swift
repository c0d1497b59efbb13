// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// An intent: what is known before a start. It holds no secret.
    public struct PrepareDeployResponse: Sendable {
        /// To be kept by whoever keeps state, and given to a `DeployRequest`.
        public let json: [UInt8]
        public let taskID: String
        public let projectID: String?
        public let appID: String?
        /// Whether a lost start can be found among the task's records.
        public let hasBaseline: Bool
        /// The UUID by which the record is known for certain; nil where there is no marker.
        public let marker: String?

        public init?(reading object: JSONValue) {
            guard let taskID = object["task_id"]?.string, object["request_digest"] != nil else { return nil }
            json = Array(object.raw)
            self.taskID = taskID
            projectID = object["project_id"]?.string
            appID = object["app_id"]?.string
            hasBaseline = object["baseline"] != nil
            marker = object["marker"]?["value"]?.string
        }
    }

    /// A settlement: what became of an intent.
    public enum SettleResponse: Sendable, Equatable {
        case notStarted(reason: String)
        /// The warning says that somebody else may have started the same; nil where a marker shows that nobody has.
        case started(recordID: String, warning: String?)
        /// The records of which one may be it.
        case unknown([String], reason: String)

        public init?(reading object: JSONValue) {
            let reason = object["reason"]?.string ?? ""
            switch object["settled"]?.string {
            case "not_started": self = .notStarted(reason: reason)
            case "started":
                guard let recordID = object["record_id"]?.string else { return nil }
                self = .started(recordID: recordID, warning: object["warning"]?.string)
            case "unknown":
                self = .unknown(object["candidates"]?.elements.compactMap { $0.string } ?? [], reason: reason)
            default: return nil
            }
        }
    }
#endif
