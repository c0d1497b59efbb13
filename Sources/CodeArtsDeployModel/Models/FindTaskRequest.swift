// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// The request of `find_task`: an application by its name. One that exists is valid.
    public struct FindTaskRequest: Sendable {
        /// One flat object of wire names, as the client takes it.
        public let json: [UInt8]

        /// - Parameters:
        ///   - app: the name, in full; else the id of the application, or that of its task.
        ///   - projectID: the CodeArts project; nil: the client's.
        public init(app: String, projectID: String? = nil) throws(DeployError) {
            var json = JSONWriter()
            json.object {
                $0.member("app", app)
                $0.member("project_id", ifKnown: projectID)
            }
            self.json = json.bytes
            try Validation.check(self.json, Operation.findTask.request, of: "The request")
        }
    }
#endif
