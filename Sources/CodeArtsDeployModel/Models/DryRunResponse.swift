// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// The result of a dry run: the checks that tell whether a deployment could be started.
    ///
    /// Where one of the checks failed there is no response but an error, whose `checks` are these.
    public struct DryRunResponse: Sendable {
        public struct Check: Sendable {
            /// available, enabled, idle, parameters; the list may grow.
            public let name: String
            public let isOK: Bool
            /// For a person.
            public let message: String
        }

        public let checks: [Check]

        public init?(reading object: JSONValue) {
            guard let checks = object["checks"] else { return nil }
            self.checks = checks.elements.map {
                Check(
                    name: $0["name"]?.string ?? "", isOK: $0["ok"]?.boolean ?? false,
                    message: $0["message"]?.string ?? "")
            }
        }
    }
#endif
