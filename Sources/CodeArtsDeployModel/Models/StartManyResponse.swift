// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// What became of many starts, each in the place of its request.
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

    /// How many of the starts came to which outcome.
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
#endif
