internal import CodeArtsDeploy
public import CodeArtsDeployModel
internal import Dispatch

/// The events of an operation, each one JSON object of the C header.
///
/// While there is none, a thread waits for the next: events are for one reader, not for thousands at once.
public struct OperationEvents: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = DeployError

    private let operation: RunningOperation

    init(of operation: RunningOperation) {
        self.operation = operation
    }

    public func makeAsyncIterator() -> Iterator { Iterator(operation) }

    public struct Iterator: AsyncIteratorProtocol {
        private let operation: RunningOperation
        private let queue = DispatchQueue(label: "codearts-deploy.events")

        init(_ operation: RunningOperation) {
            self.operation = operation
        }

        public mutating func next() async throws(DeployError) -> [UInt8]? {
            switch try operation.nextEvent(timeoutMS: 0) {
            case .event(let event): return event
            case .end: return nil
            case .none: return try await nextLater()
            }
        }

        private func nextLater() async throws(DeployError) -> [UInt8]? {
            let (operation, queue) = (operation, queue)
            let next = await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    queue.async {
                        continuation.resume(
                            returning: Result { () throws(DeployError) in try operation.nextEvent(timeoutMS: -1) })
                    }
                }
            } onCancel: {
                operation.cancel()
            }
            if case .event(let event) = try next.get() { return event }
            return nil
        }
    }
}
