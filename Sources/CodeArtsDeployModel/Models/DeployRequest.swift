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

        /// A journal: a file with what a next driver needs to know if this one dies.
        public struct Journal: Sendable {
            /// What to do with an intent of which no record is found.
            public enum OnUnknown: String, Sendable {
                case stop, start
            }

            public let path: String
            /// Whether to go on from where it ends; else one with lines is refused.
            public let isResumed: Bool
            public let onUnknown: OnUnknown

            public init(_ path: String, isResumed: Bool = false, onUnknown: OnUnknown = .stop) {
                self.path = path
                self.isResumed = isResumed
                self.onUnknown = onUnknown
            }
        }

        public let start: StartDeployTaskRequest
        public let options: WatchOptions
        public let waitUntilIdleMS: Int?
        public let onFailure: OnFailure
        public let isGuarded: Bool
        public let undeclared: Undeclared
        public let marker: String?
        public let journal: Journal?

        /// - Parameters:
        ///   - waitUntilIdleMS: how long to wait where the application is being deployed already, 0 to 86,400,000; nil:
        ///     that is an error.
        ///   - isGuarded: whether the newest record is noted before the start, so that a lost answer can be cleared up.
        ///   - marker: a text parameter of the application that gets a UUID, by which the record is known for certain.
        public init(
            _ start: StartDeployTaskRequest, options: WatchOptions = WatchOptions(), waitUntilIdleMS: Int? = nil,
            onFailure: OnFailure = .leave, isGuarded: Bool = true, undeclared: Undeclared = .warn,
            marker: String? = nil, journal: Journal? = nil
        ) throws(DeployError) {
            self.start = start
            self.options = options
            self.waitUntilIdleMS = waitUntilIdleMS
            self.onFailure = onFailure
            self.isGuarded = isGuarded
            self.undeclared = undeclared
            self.marker = marker
            self.journal = journal
            try Validation.check(json, Operation.deploy.request, of: "The request")
        }

        /// One flat object of wire names, as the client takes it.
        public var json: [UInt8] { text { journal?.write(to: &$0) } }

        /// The same, to check whether it could be started.
        package var dryRun: [UInt8] { text { $0.member("dry_run", true) } }

        /// The same, to describe it before it is started.
        package var preparation: [UInt8] { text { _ in } }

        /// The same, to start it by its intent.
        package func started(by intent: PrepareDeployResponse) -> [UInt8] {
            text {
                $0.name("intent")
                $0.raw(intent.json)
            }
        }

        /// The same, to find out what became of its intent.
        package func settling(_ intent: PrepareDeployResponse) -> [UInt8] {
            text {
                $0.name("intent")
                $0.raw(intent.json)
                $0.member("settle", true)
            }
        }

        private func text(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
            var json = JSONWriter()
            json.object {
                $0.member("task_id", start.taskID)
                start.body.write(to: &$0)
                options.write(to: &$0)
                $0.member("wait_until_idle_ms", ifKnown: waitUntilIdleMS)
                $0.member("on_failure", onFailure.rawValue)
                $0.member("guard", isGuarded)
                if undeclared != .warn { $0.member("undeclared", undeclared.rawValue) }
                $0.member("marker", ifKnown: marker)
                members(&$0)
            }
            return json.bytes
        }
    }

    extension DeployRequest.Journal {
        func write(to json: inout JSONWriter) {
            json.member("journal", path)
            guard isResumed else { return }
            json.member("resume", true)
            json.member("on_unknown", onUnknown.rawValue)
        }
    }
#endif
