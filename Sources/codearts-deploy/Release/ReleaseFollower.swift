import ArgumentParser
import CPlatform
import CodeArtsDeployModel
import Glibc

/// A follow session for a release: shows it until it ends, decides what signals do to it, and writes its reports.
final class ReleaseFollower {
    /// How long to wait for the answer to a stop.
    private static let stopMS = 5000
    /// How long a reader of the output may take.
    private static let readerMS = 1_900_000

    private let session: Session
    private let title: String
    private let reports: [ReportFile]
    private let onInterrupt: OnInterrupt
    private let heartbeat: Heartbeat
    private let view: ReleaseView
    private let request: [UInt8]
    private var interrupts = 0
    private var mustStop = false
    /// Whether a signal ended it before what ran had ended.
    private var hasLeft = false

    /// - Parameter title: the plan's name.
    init(
        _ session: Session, _ request: [UInt8], title: String, _ reports: [ReportFile], _ onInterrupt: OnInterrupt,
        _ progress: ProgressOptions
    ) {
        self.session = session
        self.request = request
        self.title = title
        self.reports = reports
        self.onInterrupt = onInterrupt
        heartbeat = progress.pulse
        view = ReleaseProgress(request).view(progress.progress, session.format)
    }

    /// - Throws: the exit code, after everything was reported.
    func run() throws {
        ProgramExit.note(.followed)
        let beganMS = Elapsed.now
        let result = session.follow(.deployMany, request, view: view, heartbeat: heartbeat) {
            let reaction = self.interrupted(by: $0, isRunning: $1)
            if reaction == .cancel || reaction == .leave { self.hasLeft = true }
            return reaction
        }
        ProgramExit.note(untilMS: beganMS + Self.readerMS)
        view.end()
        let error: DeployError?
        let document: [UInt8]
        switch result {
        case .success(let text): (error, document) = (nil, text)
        case .failure(let failure): (error, document) = (failure, failure.document)
        case nil:
            let left = left
            (error, document) = (left, left.document)
        }
        let root = try Session.parsed(document)
        let release = ReleaseSummary(title, view.progress, root, endedMS: Int(platform_unix_ms()))
        var status = error.map { ExitStatus($0, of: release, hasLeft: hasLeft) } ?? .success
        if mustStop { stop(release) }
        ReleaseResult(session, release, status, document).write(error)
        if !write(release), status == .success { status = .internalFault }
        if status != .success { throw status.code }
    }

    /// - Returns: whether all reports were written.
    private func write(_ release: ReleaseSummary) -> Bool {
        var isComplete = true
        for file in reports {
            guard let reason = file.write(release) else { continue }
            isComplete = false
            Stream.error.result(
                "codearts-deploy: The report \(Printable.line(file.path.text)) was not written: \(reason).")
        }
        ContinuousIntegration.current?.show(release)
        return isComplete
    }

    // MARK: Signals

    private func interrupted(by signal: CInt, isRunning: () -> Bool) -> Runner.Reaction {
        // Another signal than Ctrl-C does not come from a person at the terminal, and is followed by SIGKILL.
        guard signal == SIGINT else {
            if onInterrupt == .stop { mustStop = true }
            return .cancel
        }
        interrupts += 1
        switch (onInterrupt, interrupts) {
        case (.ask, 1):
            view.drain()
            return .drain
        case (.ask, 2): return Terminal.canAsk ? ask(isRunning) : .cancel
        case (.leave, 1): return .cancel
        case (.stop, 1):
            mustStop = true
            return .cancel
        default: return .leave
        }
    }

    private func ask(_ isRunning: () -> Bool) -> Runner.Reaction {
        view.pause()
        switch InterruptPrompt(session.signals, isAboutMany: true).ask(while: isRunning) {
        case .stop:
            mustStop = true
            return .cancel
        case .leave: return .cancel
        case .goOn: return .goOn
        case .signal(let signal): return interrupted(by: signal, isRunning: isRunning)
        }
    }

    /// Nothing was waited for.
    private var left: DeployError {
        let running = view.progress.running
        let mayRun = view.progress.items.contains { $0.isStarting }
        return DeployError(
            .cancelled, "Left at once; \(running) deployments are left to themselves.",
            outcome: mayRun ? .unknown : running > 0 ? .started : .notSent)
    }

    /// Asks what runs to stop.
    private func stop(_ release: ReleaseSummary) {
        let running = release.items.filter { $0.state == .stillRunning && $0.recordID != nil }
        let requests = running.map { item in
            jsonObject {
                $0.member("task_id", item.taskID)
                $0.member("record_id", item.recordID ?? "")
                $0.name("_options")
                $0.raw(jsonObject { $0.member("timeout_ms", Self.stopMS) })
            }
        }
        for (item, result) in zip(running, session.performAll(.stopDeployTaskRecord, requests)) {
            let name = Printable.line(item.name)
            switch result {
            case .success: Stream.error.line("codearts-deploy: \(name) is being stopped, as was asked for.")
            case .failure(let error):
                let message = Printable.line(error.mayHaveChanged(item.recordID).message)
                Stream.error.line("codearts-deploy: Asking \(name) to stop failed: \(message)")
            }
        }
    }
}

extension ExitStatus {
    /// The status of a release that did not succeed.
    ///
    /// - Parameter hasLeft: whether a signal ended it before what ran had ended.
    init(_ error: DeployError, of release: ReleaseSummary, hasLeft: Bool) {
        switch release.state {
        case _ where hasLeft: self = release.count(.unknown) > 0 ? .unknown : .interrupted
        case "rolled_back": self = .releaseRolledBack
        case "stopped_early": self = .releaseStoppedEarly
        case "failed" where error.status == .deploymentFailed: self = .releaseFailed
        default: self = ExitStatus(error)
        }
    }
}
