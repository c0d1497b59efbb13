// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// The request of `list_records`: which deployments of a task to list. One that exists is valid.
    public struct ListRecordsRequest: Sendable {
        /// One flat object of wire names, as the client takes it.
        public let json: [UInt8]

        /// - Parameters:
        ///   - projectID: the CodeArts project; nil: the client's, else the task's.
        ///   - since: the first day, yyyy-mm-dd; nil: 92 days ago, as long as the service keeps them.
        ///   - until: the last day, yyyy-mm-dd; nil: today.
        ///   - limit: 1 to 10,000; nil: 100. What lies beyond is not asked for.
        public init(
            taskID: String, projectID: String? = nil, since: String? = nil, until: String? = nil, limit: Int? = nil
        ) throws(DeployError) {
            var json = JSONWriter()
            json.object {
                $0.member("task_id", taskID)
                $0.member("project_id", ifKnown: projectID)
                $0.member("since", ifKnown: since)
                $0.member("until", ifKnown: until)
                $0.member("limit", ifKnown: limit)
            }
            self.json = json.bytes
            try Validation.check(self.json, Operation.listRecords.request, of: "The request")
        }
    }

    /// Deployments of a task, the newest first.
    ///
    /// Read tolerantly: what is not there, or is of another kind, is nil.
    public struct ListRecordsResponse: Sendable {
        public let items: [ExecuteRecordV2Body]

        public init(reading object: JSONValue) {
            items = object["items"]?.elements.map { ExecuteRecordV2Body(reading: $0) } ?? []
        }
    }
#endif
