import ArgumentParser
import CodeArtsDeployModel
import Glibc

/// A follow session: shows a deployment until it ends, and decides what a signal does to it.
final class DeploymentFollower {
    /// How long to wait for the answer to a stop.
    private static let stopMS = 5000
    private static let usualTimeoutMS = 1_900_000

    private let session: Session
    private let options: FollowOptions
    private let heartbeat: Heartbeat
    private let taskID: String
    private let view: any ProgressView
    /// Replaces every other view with `--quiet`.
    private let quiet: QuietView?
    /// Passes events on to the view and keeps the progress.
    private let tee: TrackingView
    private let beganMS = Elapsed.now
    private var interrupts = 0
    private var mustStop = false
    private var isStopped = false

    init(
        _ session: Session, _ options: FollowOptions, _ progressOptions: ProgressOptions, taskID: String,
        recordID: String?, isQuiet: Bool = false
    ) {
        self.session = session
        self.options = options
        self.taskID = taskID
        heartbeat = progressOptions.pulse
        let progress = DeploymentProgress(taskID: taskID, recordID: recordID)
        quiet = isQuiet ? QuietView() : nil
        let format = session.template == nil ? session.format : .json
        view = quiet ?? progress.view(progressOptions.progress, format, showsLog: options.log)
        tee = TrackingView(view, progress, OutputFailureNotice(taskID, session.next))
    }

    /// - Throws: the exit code, after everything was reported.
    func run(_ operation: Operation, _ request: [UInt8]) throws {
        ProgramExit.note(.followed)
        let result = session.follow(operation, request, view: tee, heartbeat: heartbeat) {
            self.interrupted(by: $0, isRunning: $1)
        }
        // A reader of the output gets as much time as the deployment.
        ProgramExit.note(untilMS: beganMS + (options.timeout?.ms ?? Self.usualTimeoutMS))
        guard let result else {
            var left = DeployError.left(operation, tee.progress)
            if mustStop, options.onInterrupt == .stop, let recordID = tee.progress.recordID {
                left.message = Self.asked(recordID)
            }
            mustStop = false
            throw report(left)
        }
        view.end()
        do throws(DeployError) {
            let reply = try Session.parsed(result.get())
            report(reply)
        } catch {
            throw report(error)
        }
    }

    // MARK: The end

    private func report(_ reply: JSONValue) {
        session.warnings.print(in: reply)
        if let quiet { return quiet.name(reply["record_id"]?.string) }
        if let template = session.template { return Stream.out.result(template.filled(from: reply)) }
        switch session.format {
        case .text: for line in ResultReport.lines(ofDeployment: reply) { Stream.out.result(line) }
        case .json: Stream.out.result(reply.raw)
        case .jsonl: Stream.out.result(ResultReport.event(.success, "result", Array(reply.raw)))
        }
    }

    private func report(_ error: DeployError) -> ExitCode {
        var error = session.explained(error)
        quiet?.name(error.recordID)
        if error.status == .cancelled {
            error.message = cancellation(after: error)
        } else if case .failed(let back, _) = error.deployment?.rollback, back.status == .cancelled {
            error.message += " " + cancellation(after: back)
        }
        if session.format == .jsonl {
            Stream.out.result(ResultReport.event(ExitStatus(error), "error", error.document))
        } else {
            var text = ErrorReport(error, session.format)
            text.showsLog = !options.log
            text.template = session.template
            _ = text.write()
        }
        session.printWarnings(of: error)
        // On standard error, so that it is seen whatever the output is.
        var hints = session.hints
        hints.isStopped = isStopped
        for line in hints.lines(after: error) { Stream.error.result(line) }
        return ExitStatus(error).code
    }

    // MARK: Signals

    private func interrupted(by signal: CInt, isRunning: () -> Bool) -> Runner.Reaction {
        // Another signal than Ctrl-C does not come from a person at the terminal; the system may send several at once.
        guard signal == SIGINT else {
            if options.onInterrupt == .stop { mustStop = true }
            return .cancel
        }
        interrupts += 1
        if interrupts > 1 { return .leave }
        switch options.reaction {
        case .leave: return .cancel
        case .stop:
            mustStop = true
            return .cancel
        case .ask:
            // There is nothing yet that could be stopped.
            guard tee.progress.recordID != nil else { return .cancel }
            return ask(isRunning)
        }
    }

    private func ask(_ isRunning: () -> Bool) -> Runner.Reaction {
        view.pause()
        switch InterruptPrompt(session.signals).ask(while: isRunning) {
        case .stop:
            mustStop = true
            return .cancel
        case .leave: return .cancel
        case .goOn: return .goOn
        case .signal(let signal): return interrupted(by: signal, isRunning: isRunning)
        }
    }

    private static func asked(_ recordID: String) -> String {
        "The deployment \(recordID) was asked to stop; whether it does was not waited for."
    }

    private static func stopping(_ recordID: String) -> String {
        "The deployment \(recordID) is being stopped, as was asked for."
    }

    /// The message about a cancelled deployment, which is stopped first if that was requested.
    private func cancellation(after cancelled: DeployError) -> String {
        guard mustStop, let recordID = cancelled.recordID else { return cancelled.message }
        if cancelled.deployment?.wasStopped == true {
            isStopped = true
            return Self.stopping(recordID)
        }
        let stopping = jsonObject {
            $0.member("task_id", taskID)
            $0.member("record_id", recordID)
            $0.name("_options")
            $0.raw(jsonObject { $0.member("timeout_ms", Self.stopMS) })
        }
        let result = session.follow(.stopDeployTaskRecord, stopping, view: SilentView()) { signal, _ in
            signal == SIGINT ? .leave : .goOn
        }
        switch result {
        case .success:
            isStopped = true
            return Self.stopping(recordID)
        case .failure(let error):
            return "\(cancelled.message) Asking it to stop failed: \(error.mayHaveChanged(recordID).message)"
        case nil: return Self.asked(recordID)
        }
    }
}
