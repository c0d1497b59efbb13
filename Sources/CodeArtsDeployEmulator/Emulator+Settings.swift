extension Emulator {
    /// The emulator's settings: how long things last, and how deployments go. What is short in a test is a day in the
    /// cloud.
    public struct Settings: Sendable {
        /// The tokens of IAM, and the temporary keys of the metadata service.
        public var tokenSeconds: Int
        /// The lock of an access key with five failures in a row.
        public var lockSeconds: Int
        /// How long a deployment waits before it runs.
        public var pendingMS = 200
        /// How long a step of a deployment takes.
        public var stepMS = 300
        /// How many steps a deployment has, from 1.
        public var steps = 3
        /// How many applications the project has.
        public var applications = 2
        /// Whether an application refuses a deployment while it has one, as the service does.
        public var isBusyGuarded = true
        /// How many requests to each of its APIs the service takes in a second; nil: any number.
        public var rateLimit: Int?
        /// Makes ids and random choices the same in each run; nil: different.
        public var seed: Int?

        /// - Parameters: As the cloud has them, where nothing else is said.
        public init(tokenSeconds: Int = 86_400, lockSeconds: Int = 300) {
            self.tokenSeconds = tokenSeconds
            self.lockSeconds = lockSeconds
        }
    }
}
