public import CodeArtsDeploy
public import CodeArtsDeployModel

extension Client {
    /// Runs an operation in the background and waits for its end without a thread.
    ///
    /// A task that is cancelled ends its operation; the error then says what is known of it, in `status` `.cancelled`
    /// and, for whatever may start a deployment, in `outcome`.
    ///
    /// - Parameter request: a flat JSON object of wire names.
    /// - Returns: the result document of the C header.
    public func perform(_ operation: Operation, _ request: [UInt8]) async throws(DeployError) -> [UInt8] {
        let running = try begin(operation, request, isObserved: false)
        defer { running.release() }
        return try await running.result()
    }

    /// The same, and hands over each event before it waits for the next.
    ///
    /// - Parameter onEvent: takes one JSON object as the C header describes them. Those of `start_many` that carry
    ///   results wait for it; of all others the oldest are dropped where it takes long.
    public func perform(
        _ operation: Operation, _ request: [UInt8], onEvent: ([UInt8]) async -> Void
    ) async throws(DeployError) -> [UInt8] {
        let running = try begin(operation, request, isObserved: true)
        defer { running.release() }
        for try await event in running.events { await onEvent(event) }
        return try await running.result()
    }

    /// A task that is cancelled already sends nothing.
    private func begin(
        _ operation: Operation, _ request: [UInt8], isObserved: Bool
    ) throws(DeployError) -> RunningOperation {
        if Task.isCancelled {
            throw DeployError(.cancelled, "The task was cancelled before.").with(.notSent, for: operation)
        }
        return try submit(operation, request, isObserved: isObserved)
    }
}
