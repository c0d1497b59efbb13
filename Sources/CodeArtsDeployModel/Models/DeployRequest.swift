// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// The request of `deploy`: what to start and how to follow it to its end. One that exists is valid.
    public struct DeployRequest: Sendable {
        /// The reaction to a deployment that fails.
        public enum OnFailure: String, Sendable {
            case leave
            /// Go back to the last record that succeeded, and follow that as well.
            case rollback
        }

        /// The treatment of parameters that the application does not mention.
        public enum Undeclared: String, Sendable {
            case warn
            /// Not to start.
            case refuse
            case ignore
        }

        public let start: StartDeployTaskRequest
        public let options: WatchOptions
        public let waitUntilIdleMS: Int?
        public let onFailure: OnFailure
        public let isGuarded: Bool
        public let undeclared: Undeclared

        /// - Parameters:
        ///   - waitUntilIdleMS: how long to wait where the application is being deployed already, 0 to 86,400,000; nil:
        ///     that is an error.
        ///   - isGuarded: whether the newest record is noted before the start, so that a lost answer can be cleared up.
        public init(
            _ start: StartDeployTaskRequest, options: WatchOptions = WatchOptions(), waitUntilIdleMS: Int? = nil,
            onFailure: OnFailure = .leave, isGuarded: Bool = true, undeclared: Undeclared = .warn
        ) throws(DeployError) {
            self.start = start
            self.options = options
            self.waitUntilIdleMS = waitUntilIdleMS
            self.onFailure = onFailure
            self.isGuarded = isGuarded
            self.undeclared = undeclared
            try Validation.check(json, Operation.deploy.request, of: "The request")
        }

        /// One flat object of wire names, as the client takes it.
        public var json: [UInt8] { text(isDry: false) }

        /// The same, to check whether it could be started.
        package var dryRun: [UInt8] { text(isDry: true) }

        private func text(isDry: Bool) -> [UInt8] {
            var json = JSONWriter()
            json.object {
                $0.member("task_id", start.taskID)
                start.body.write(to: &$0)
                options.write(to: &$0)
                $0.member("wait_until_idle_ms", ifKnown: waitUntilIdleMS)
                $0.member("on_failure", onFailure.rawValue)
                $0.name("guard")
                $0.boolean(isGuarded)
                if undeclared != .warn { $0.member("undeclared", undeclared.rawValue) }
                if isDry {
                    $0.name("dry_run")
                    $0.boolean(true)
                }
            }
            return json.bytes
        }
    }
#endif
