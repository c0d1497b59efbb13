// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// Which deployment to follow to its end, and how. A request that exists is valid.
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
