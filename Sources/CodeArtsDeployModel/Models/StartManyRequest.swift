// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// Which deployments to start, a bounded number of them at once. A request that exists is valid.
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
#endif
