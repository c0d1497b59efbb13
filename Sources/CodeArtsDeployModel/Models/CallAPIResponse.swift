// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// The answer of an API that has no types of its own here.
    public struct CallAPIResponse: Sendable {
        /// The service's object, and `_meta`; an array is in `items`.
        public let object: JSONValue

        public init(reading object: JSONValue) {
            self.object = object
        }
    }
#endif
