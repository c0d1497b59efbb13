import CodeArtsDeploy
import CodeArtsDeployModel

/// Short operations, many of them.
extension Runner {
    private static let atOnce = 16

    /// Runs an operation with each request, several at once, and waits for all. A signal cancels what has not ended.
    func runAll(_ operation: Operation, _ requests: [[UInt8]]) -> [Result<[UInt8], DeployError>] {
        var results: [Result<[UInt8], DeployError>?] = requests.map { _ in nil }
        var running: [(index: Int, operation: RunningOperation)] = []
        var next = 0
        var isCancelled = false
        while next < requests.count || !running.isEmpty {
            while next < requests.count, running.count < Self.atOnce, !isCancelled {
                do throws(DeployError) {
                    running.append((next, try client.submit(operation, requests[next])))
                } catch {
                    results[next] = .failure(error)
                }
                next += 1
            }
            if isCancelled { next = requests.count }
            running.removeAll { index, operation in
                results[index] = Self.end(of: operation)
                return results[index] != nil
            }
            if signals.take() {
                isCancelled = true
                for each in running { each.operation.cancel() }
            }
            if !running.isEmpty { MainThread.pause(ms: Self.tickMS, orReadable: client.descriptor) }
            while client.nextReady() != nil {}
        }
        let cancelled = DeployError(.cancelled, "Cancelled before it was sent.")
        return results.map { $0 ?? .failure(cancelled) }
    }

    /// nil while it runs.
    private static func end(of operation: RunningOperation) -> Result<[UInt8], DeployError>? {
        do throws(DeployError) {
            guard let result = try operation.wait(timeoutMS: 0) else { return nil }
            operation.release()
            return .success(result)
        } catch {
            operation.release()
            return .failure(error)
        }
    }
}
