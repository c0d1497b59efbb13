@testable import CodeArtsDeploy
import CodeArtsDeployModel

/// Carries a flow in played time: nobody sleeps, and what a flow would have waited for is written down.
final class PlayedThread {
    /// More pauses than any flow should need.
    private static let maxPauses = 1000

    private(set) var pauses: [Int] = []
    private let transport: FakeTransport
    private let meanwhile: (Int) -> Void

    /// - Parameter meanwhile: what happens during the pause with this number, from 1.
    init(_ transport: FakeTransport = FakeTransport(), meanwhile: @escaping (Int) -> Void = { _ in }) {
        self.transport = transport
        self.meanwhile = meanwhile
    }

    func run(_ first: Step) -> Result<[UInt8], DeployError> {
        var step = first
        while pauses.count < Self.maxPauses {
            switch step {
            case .send(let sending):
                step = sending.then(
                    Result { () throws(TransportFailure) in try transport.send(try sending.request().get()) })
            case .pause(let milliseconds, let then):
                pauses.append(milliseconds)
                meanwhile(pauses.count)
                step = then()
            case .many: return .failure(DeployError(.internal, "A batch needs a loop."))
            case .end(let result): return result
            }
        }
        return .failure(DeployError(.internal, "The flow does not end."))
    }
}
