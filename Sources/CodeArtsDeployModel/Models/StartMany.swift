// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// The request of `start_many`: which deployments to start, a bounded number of them at once. One that exists is
    /// valid.
    public struct StartManyRequest: Sendable {
        public let items: [StartDeployTaskRequest]
        public let maxInFlight: Int?

        /// - Parameters:
        ///   - items: 1 to 100,000.
        ///   - maxInFlight: how many at once, 1 to 256; nil: as many as the client allows, which bounds it anyway.
        public init(_ items: [StartDeployTaskRequest], maxInFlight: Int? = nil) throws(DeployError) {
            self.items = items
            self.maxInFlight = maxInFlight
            try Validation.check(json, Operation.startMany.request, of: "The request")
        }

        /// One object of wire names, as the client takes it.
        public var json: [UInt8] { text(results: "collect") }

        /// The same, with each result as an event.
        package var streamed: [UInt8] { text(results: "stream") }

        private func text(results: String) -> [UInt8] {
            var json = JSONWriter(reserving: 64 * (items.count + 1))
            json.object { json in
                json.member("results", results)
                json.member("max_in_flight", ifKnown: maxInFlight)
                json.name("items")
                json.beginArray()
                for item in items { json.raw(item.json) }
                json.endArray()
            }
            return json.bytes
        }
    }

    /// The results of many starts, each in the place of its request.
    public struct StartManyResponse: Sendable {
        public let items: [StartResult]
        public let counts: StartCounts

        public init?(reading object: JSONValue) {
            guard let list = object["items"], let counts = StartCounts(reading: object) else { return nil }
            var items: [StartResult] = []
            for element in list.elements {
                guard let item = StartResult(reading: element) else { return nil }
                items.append(item)
            }
            self.items = items
            self.counts = counts
        }
    }

    /// The counts of the starts by outcome.
    public struct StartCounts: Sendable, Equatable {
        public let started: Int
        public let refused: Int
        public let notSent: Int
        public let unknown: Int

        /// - Parameter object: the whole result document, which has them in `counts`.
        public init?(reading object: JSONValue) {
            guard let counts = object["counts"], let started = counts["started"]?.integer,
                let refused = counts["refused"]?.integer, let notSent = counts["not_sent"]?.integer,
                let unknown = counts["unknown"]?.integer
            else { return nil }
            self.started = started
            self.refused = refused
            self.notSent = notSent
            self.unknown = unknown
        }
    }

    /// The result of one of many starts.
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
