// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// What only the operations of several calls tell.
    extension DeployError {
        /// The deployment that ended otherwise than well, or is followed no longer; nil where none was followed.
        public var deployment: Deployment? { detail?["deployment"].flatMap { Deployment(reading: $0) } }

        /// What a dry run looked at, where that is why it failed.
        public var checks: [DryRunResponse.Check] { detail.flatMap { DryRunResponse(reading: $0) }?.checks ?? [] }

        /// With `.unreconciled`: the records of which one may be the deployment.
        public var candidates: [String] { detail?["candidates"]?.elements.compactMap { $0.string } ?? [] }

        /// What had become of many starts when they were cancelled.
        public var startMany: StartManyResponse? { detail.flatMap { StartManyResponse(reading: $0) } }

        /// What had become of each item of a release.
        public var release: DeployManyResponse? { detail.flatMap { DeployManyResponse(reading: $0) } }

        private var detail: JSONValue? {
            var json = JSONWriter(reserving: details.count + 2)
            json.object { $0.members(details) }
            return (try? JSONDocument(parsing: json.bytes))?.root
        }
    }
#endif
