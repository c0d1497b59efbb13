// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// An event of an operation in the background. The list may grow: a switch over it needs a default.
    public enum OperationEvent: Sendable {
        /// A request to the service.
        case attempt(Int, operation: String?)
        /// It failed and will be repeated.
        case retry(attempt: Int?, status: Status?, message: String?, delayMS: Int)
        /// The service takes fewer requests; so many at once the client now allows.
        case throttled(delayMS: Int?, inFlight: Int?)
        case warning(String)
        /// `deploy` has made this record.
        case started(recordID: String)
        /// Of the deployment that is followed.
        case state(DeploymentState, recordID: String?)
        case step(DeploymentStep)
        /// What its log got since the last of these.
        case log(String)
        /// For a deployment that runs already.
        case waiting(String)
        /// Goes back to what this record deployed.
        case rollback(to: String)
        /// A release begins this wave, from 1.
        case wave(Int, of: Int, items: Int)
        /// An item of a release has ended; of `rolledBack` where it had succeeded, once more.
        case item(name: String, ItemState, message: String?)
        /// One of many starts.
        case result(StartResult)
        /// So many of the oldest were not read in time; never a result.
        case dropped(Int)
        /// One that this version does not know.
        case other(JSONValue)

        /// - Parameter event: one JSON object of the C header.
        public init(reading event: JSONValue) {
            self = Self.known(event, event["event"]?.string ?? "") ?? .other(event)
        }

        private static func known(_ event: JSONValue, _ name: String) -> OperationEvent? {
            switch name {
            case "attempt":
                event["attempt"]?.integer.map { .attempt($0, operation: event["operation"]?.string) }
            case "retry":
                event["delay_ms"]?.integer.map {
                    .retry(
                        attempt: event["attempt"]?.integer,
                        status: event["status"]?.stringBytes.flatMap { Status(named: $0) },
                        message: event["message"]?.string, delayMS: $0)
                }
            case "throttled":
                .throttled(delayMS: event["delay_ms"]?.integer, inFlight: event["in_flight"]?.integer)
            case "warning": event["message"]?.string.map { .warning($0) }
            case "started": event["record_id"]?.string.map { .started(recordID: $0) }
            case "state":
                event["state"]?.string.map { .state(DeploymentState($0), recordID: event["record_id"]?.string) }
            case "step": DeploymentStep(reading: event).map { .step($0) }
            case "log": event["text"]?.string.map { .log($0) }
            case "waiting": event["message"]?.string.map { .waiting($0) }
            case "rollback": event["record_id"]?.string.map { .rollback(to: $0) }
            case "wave":
                event["wave"]?.integer.map {
                    .wave($0, of: event["of"]?.integer ?? $0, items: event["items"]?.integer ?? 0)
                }
            case "item":
                ItemState.allCases.first { event["state"]?.isText($0.word) ?? false }.map {
                    .item(name: event["name"]?.string ?? "", $0, message: event["message"]?.string)
                }
            case "result": StartResult(reading: event).map { .result($0) }
            case "dropped": event["count"]?.integer.map { .dropped($0) }
            default: nil
            }
        }
    }

    /// When an event happened, and what it is about.
    public struct EventOrigin: Sendable, Equatable {
        /// By this machine's clock, in UTC, as RFC 3339 writes it: `2026-05-31T08:15:30.042Z`.
        public let time: String
        /// nil where it is about no task, or no record.
        public let taskID: String?
        public let recordID: String?
        /// The name of the item of a release that it is about; nil where there is none.
        public let item: String?

        /// - Parameter event: one JSON object of the C header.
        public init(reading event: JSONValue) {
            time = event["time"]?.string ?? ""
            taskID = event["task_id"]?.string
            recordID = event["record_id"]?.string
            item = event["item"]?.string
        }
    }
#endif
