import CodeArtsDeploy
import CodeArtsDeployModel

/// Runs one operation in the background and stays responsive: events go to the view as they arrive, signals take effect
/// at once, and a reader that does not read delays nothing.
struct Runner {
    /// The reaction to a signal.
    enum Reaction {
        /// The operation continues.
        case goOn
        /// Nothing new begins, and what runs is followed to its end.
        case drain
        /// The operation is cancelled, and ends at once.
        case cancel
        /// Nothing is waited for any more.
        case leave
    }

    /// The interval at which a view may draw.
    static let tickMS = 250
    /// The interval at which the output is checked while it is blocked.
    private static let sliceMS = 100

    let client: Client
    let signals: BlockedSignals
    let warnings: WarningPrinter

    /// The first signal cancels the operation; with the second nothing is waited for any more.
    ///
    /// - Returns: nil if it was abandoned.
    func run(_ operation: Operation, _ request: [UInt8], view: any ProgressView) -> Result<[UInt8], DeployError>? {
        var wasInterrupted = false
        return run(operation, request, view: view) { _, _ in
            defer { wasInterrupted = true }
            return wasInterrupted ? .leave : .cancel
        }
    }

    /// - Parameters:
    ///   - heartbeat: when the view reports that nothing has changed.
    ///   - interrupted: called after each signal, with its number; it may block, and can ask whether the operation still
    ///     runs.
    /// - Returns: nil if the reaction was to leave, or nobody reads the output that it is for.
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
                case .drain:
                    BlockedSignals.overrule()
                    running.drain()
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

    /// Passes the next event on, after a short wait for it; returns whether there may be more.
    private func pass(
        on running: RunningOperation, to view: any ProgressView, _ heartbeat: inout Heartbeat
    ) throws(DeployError) -> Bool {
        if Stream.areFull, Self.isRunning(running) {
            MainThread.pause(ms: Self.sliceMS)
            return true
        }
        while client.nextReady() != nil {}
        switch try running.nextEvent(timeoutMS: 0) {
        case .end: return false
        case .none:
            view.tick()
            if let elapsedMS = heartbeat.due(at: Elapsed.now, lastWordMS: Stream.wroteMS) { view.beat(nil, elapsedMS) }
            MainThread.pause(ms: Self.tickMS, orReadable: client.descriptor)
        case .event(let text):
            if let document = try? JSONDocument(parsing: text) { show(ProgressEvent(document.root), view) }
        }
        return true
    }

    private func show(_ event: ProgressEvent, _ view: any ProgressView) {
        if case .warning(let message) = event.kind {
            if view.showsWarnings, !warnings.isNew(message) { return }
            if !view.showsWarnings { warnings.print(message) }
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
