// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
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
