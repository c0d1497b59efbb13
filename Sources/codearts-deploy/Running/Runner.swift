import CodeArtsDeploy
import CodeArtsDeployModel

/// Runs one operation in the background and stays responsive meanwhile: events go to the view as they come, a signal is
/// felt within a tenth of a second.
struct Runner {
    /// What a signal leads to.
    enum Reaction {
        /// It goes on as before.
        case goOn
        /// The operation is cancelled, and ends at once.
        case cancel
        /// Nothing is waited for any more.
        case leave
    }

    private static let sliceMS: Int32 = 100

    let client: Client
    let signals: HeldSignals

    /// The first signal cancels the operation; with the second nothing is waited for any more.
    ///
    /// - Returns: nil where it was left.
    func run(_ operation: Operation, _ request: [UInt8], view: any ProgressView) -> Result<[UInt8], DeployError>? {
        var wasInterrupted = false
        return run(operation, request, view: view) { _ in
            defer { wasInterrupted = true }
            return wasInterrupted ? .leave : .cancel
        }
    }

    /// - Parameters:
    ///   - interrupted: asked after each signal; it may take its time, and is given a way to see whether the operation
    ///     still runs.
    /// - Returns: nil where the reaction was to leave.
    func run(
        _ operation: Operation, _ request: [UInt8], view: any ProgressView,
        interrupted: (_ isRunning: () -> Bool) -> Reaction
    ) -> Result<[UInt8], DeployError>? {
        do throws(DeployError) {
            let running = try client.submit(operation, request)
            defer { running.release() }
            while try pass(on: running, to: view) {
                guard signals.take() else { continue }
                switch interrupted({ Self.isRunning(running) }) {
                case .goOn: continue
                case .cancel: running.cancel()
                case .leave: return nil
                }
            }
            guard let result = try running.wait(timeoutMS: -1) else {
                throw DeployError(.internal, "The operation did not end.")
            }
            return .success(result)
        } catch {
            return .failure(error)
        }
    }

    /// Passes the next event on, waiting for it a little; answers whether there may be more.
    private func pass(on running: RunningOperation, to view: any ProgressView) throws(DeployError) -> Bool {
        switch try running.nextEvent(timeoutMS: Self.sliceMS) {
        case .end: return false
        case .none: view.tick()
        case .event(let text):
            if let document = try? JSONDocument(parsing: text) { view.show(Event(document.root)) }
        }
        return true
    }

    private static func isRunning(_ running: RunningOperation) -> Bool {
        guard case .success(nil) = Result(catching: { () throws(DeployError) in try running.wait(timeoutMS: 0) }) else {
            return false
        }
        return true
    }
}
