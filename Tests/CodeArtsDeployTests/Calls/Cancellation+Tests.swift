@testable import CodeArtsDeploy

extension Cancellation {
    /// As when the thread that carries the run has heard of it.
    func takeEffect() {
        _ = request()
        _ = deliver()
    }
}
