extension Emulator {
    /// How long things last, in seconds. What is short in a test is a day in the cloud.
    public struct Settings: Sendable {
        /// The tokens of IAM, and the temporary keys of the metadata service.
        public var tokenSeconds: Int
        /// The lock of an access key with five failures in a row.
        public var lockSeconds: Int

        /// - Parameters: As the cloud has them, where nothing else is said.
        public init(tokenSeconds: Int = 86_400, lockSeconds: Int = 300) {
            self.tokenSeconds = tokenSeconds
            self.lockSeconds = lockSeconds
        }
    }
}
