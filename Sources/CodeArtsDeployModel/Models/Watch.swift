// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// The options of a watch. The request that takes these checks them.
    public struct WatchOptions: Sendable {
        /// The fate of a deployment that is followed no longer.
        public enum Abandonment: String, Sendable {
            case leave, stop
        }

        /// 1 to 86,400,000; nil: 1,900,000, a little more than the service gives a deployment.
        public var timeoutMS: Int?
        /// How often to poll, 1 to 60,000; nil: 3000.
        public var intervalMS: Int?
        /// For a deployment that has not ended in that time.
        public var onTimeout: Abandonment
        /// For one whose caller cancels.
        public var onCancel: Abandonment
        public var readsLog: Bool
        /// nil: found when the log is read.
        public var appID: String?
        /// The CodeArts project; nil: the client's, else the task's.
        public var projectID: String?

        public init(
            timeoutMS: Int? = nil, intervalMS: Int? = nil, onTimeout: Abandonment = .leave,
            onCancel: Abandonment = .leave,
            readsLog: Bool = true, appID: String? = nil, projectID: String? = nil
        ) {
            self.timeoutMS = timeoutMS
            self.intervalMS = intervalMS
            self.onTimeout = onTimeout
            self.onCancel = onCancel
            self.readsLog = readsLog
            self.appID = appID
            self.projectID = projectID
        }

        func write(to json: inout JSONWriter) {
            json.member("timeout_ms", ifKnown: timeoutMS)
            json.member("interval_ms", ifKnown: intervalMS)
            json.member("on_timeout", onTimeout.rawValue)
            json.member("on_cancel", onCancel.rawValue)
            json.member("log", readsLog)
            json.member("app_id", ifKnown: appID)
            json.member("project_id", ifKnown: projectID)
        }
    }

    /// The request of `watch`: which deployment to follow to its end, and how. One that exists is valid.
    public struct WatchRequest: Sendable {
        /// One flat object of wire names, as the client takes it.
        public let json: [UInt8]

        public init(taskID: String, recordID: String, options: WatchOptions = WatchOptions()) throws(DeployError) {
            var json = JSONWriter()
            json.object {
                $0.member("task_id", taskID)
                $0.member("record_id", recordID)
                options.write(to: &$0)
            }
            self.json = json.bytes
            try Validation.check(self.json, Operation.watch.request, of: "The request")
        }
    }
#endif
