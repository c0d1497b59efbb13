import CodeArtsDeploy
import CodeArtsDeployModel

/// Runs one operation in the background and stays responsive meanwhile: events go to the view as they come, a signal is
/// felt at once, and a reader who does not read holds up nothing.
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

    /// How often a view may want to draw.
    private static let tickMS = 250
    /// How often an operation is looked at whose events nobody takes.
    private static let sliceMS = 100

    let client: Client
    let signals: BlockedSignals
    let warnings: Warnings

    /// The first signal cancels the operation; with the second nothing is waited for any more.
    ///
    /// - Returns: nil where it was left.
    func run(_ operation: Operation, _ request: [UInt8], view: any ProgressView) -> Result<[UInt8], DeployError>? {
        var wasInterrupted = false
        return run(operation, request, view: view) { _, _ in
            defer { wasInterrupted = true }
            return wasInterrupted ? .leave : .cancel
        }
    }

    /// - Parameters:
    ///   - heartbeat: when the view says that nothing has changed.
    ///   - interrupted: asked after each signal, with its number; it may take its time, and is given a way to see whether
    ///     the operation still runs.
    /// - Returns: nil where the reaction was to leave, or nobody takes what it is for.
    func run(
        _ operation: Operation, _ request: [UInt8], view: any ProgressView, heartbeat: Heartbeat = Heartbeat(),
        interrupted: (_ signal: CInt, _ isRunning: () -> Bool) -> Reaction
    ) -> Result<[UInt8], DeployError>? {
        var heartbeat = heartbeat
        do throws(DeployError) {
            let running = try client.submit(operation, request)
            defer { running.release() }
            while try pass(on: running, to: view, &heartbeat) {
                if view.isUseless { return nil }
                guard let signal = signals.next() else { continue }
                switch interrupted(signal, { Self.isRunning(running) }) {
                case .goOn: BlockedSignals.overrule()
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
    private func pass(
        on running: RunningOperation, to view: any ProgressView, _ heartbeat: inout Heartbeat
    ) throws(DeployError) -> Bool {
        if Stream.areFull, Self.isRunning(running) {
            Waiting.pause(ms: Self.sliceMS)
            return true
        }
        while client.nextReady() != nil {}
        switch try running.nextEvent(timeoutMS: 0) {
        case .end: return false
        case .none:
            view.tick()
            if let elapsedMS = heartbeat.due(at: Elapsed.now, lastWordMS: Stream.wroteMS) { view.beat(nil, elapsedMS) }
            Waiting.pause(ms: Self.tickMS, orReadable: client.descriptor)
        case .event(let text):
            if let document = try? JSONDocument(parsing: text) { show(Event(document.root), view) }
        }
        return true
    }

    private func show(_ event: Event, _ view: any ProgressView) {
        if case .warning(let message) = event.kind {
            if view.showsWarnings, !warnings.isNew(message) { return }
            if !view.showsWarnings { warnings.say(message) }
        }
        view.show(event)
    }

    private static func isRunning(_ running: RunningOperation) -> Bool {
        guard case .success(nil) = Result(catching: { () throws(DeployError) in try running.wait(timeoutMS: 0) }) else {
            return false
        }
        return true
    }
}
