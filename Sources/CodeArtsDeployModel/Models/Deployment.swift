// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// The result of a deployment that was followed.
    ///
    /// One that succeeded is the result of `deploy` and `watch`; of any other, the error has it as its `deployment`.
    public struct Deployment: Sendable {
        /// The result of a rollback.
        public indirect enum Rollback: Sendable {
            /// A deployment of what this record deployed, as far as it was followed; its state says how it went.
            case deployed(Deployment, source: String?)
            case failed(DeployError, source: String?)
        }

        /// nil where the service never named it.
        public let state: DeploymentState?
        public let recordID: String
        public let taskID: String?
        public let durationMS: Int?
        public let steps: [DeploymentStep]
        /// Whether the answer to its start was lost, and the record found in the history instead. Somebody else may
        /// have started the same; `warning` says how sure it is.
        public let isAdopted: Bool
        public let warning: String?
        public let failedStep: DeploymentStep?
        /// The last 4,096 bytes of its log, or of that of the step that failed, where it did not succeed.
        public let logTail: String?
        /// Whether it was stopped as was asked for; nil where nobody tried.
        public let wasStopped: Bool?
        public let rollback: Rollback?

        /// - Parameter object: the result document, or `deployment` of an error document.
        public init?(reading object: JSONValue) {
            guard let recordID = object["record_id"]?.string else { return nil }
            self.recordID = recordID
            state = object["state"]?.string.map { DeploymentState($0) }
            taskID = object["task_id"]?.string
            durationMS = object["duration_ms"]?.integer
            steps = object["steps"]?.elements.compactMap { DeploymentStep(reading: $0) } ?? []
            isAdopted = object["adopted"]?.boolean ?? false
            warning = object["warning"]?.string
            failedStep = object["failed_step"].flatMap { DeploymentStep(reading: $0) }
            logTail = object["log_tail"]?.string
            wasStopped = object["stopped"]?.boolean
            rollback = object["rollback"].flatMap { Rollback(reading: $0) }
        }
    }

    extension Deployment.Rollback {
        fileprivate init?(reading object: JSONValue) {
            let source = object["source_record_id"]?.string
            if let error = object["error"].flatMap({ DeployError(reading: $0) }) {
                self = .failed(error, source: source)
            } else if let deployment = Deployment(reading: object) {
                self = .deployed(deployment, source: source)
            } else {
                return nil
            }
        }
    }
#endif
