// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// What became of one of many starts.
    public struct StartResult: Sendable {
        /// Of its request, from 0.
        public let index: Int
        public let result: Result<StartDeployTaskResponse, DeployError>

        public init?(reading object: JSONValue) {
            guard let index = object["index"]?.integer else { return nil }
            self.index = index
            if let response = object["reply"].flatMap({ StartDeployTaskResponse(reading: $0) }) {
                result = .success(response)
            } else if let error = object["error"].flatMap({ DeployError(reading: $0) }) {
                result = .failure(error)
            } else {
                return nil
            }
        }

        /// Whether it was started, as far as anybody knows.
        public var outcome: Outcome {
            switch result {
            case .success: .started
            case .failure(let error): error.outcome ?? .unknown
            }
        }
    }
#endif
