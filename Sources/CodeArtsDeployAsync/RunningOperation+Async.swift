public import CodeArtsDeploy
public import CodeArtsDeployModel

extension RunningOperation {
    /// Waits for the end without a thread. Cancelling the task that waits ends the operation, which then comes at once.
    ///
    /// - Returns: the result document.
    public func result() async throws(DeployError) -> [UInt8] {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                whenEnded { continuation.resume(returning: $0) }
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }

    /// What the operation does, from the oldest event that nobody has taken; ends with the operation. One task at a
    /// time may go through them, and cancelling it ends the operation.
    public var events: OperationEvents { OperationEvents(of: self) }
}
