import ArgumentParser
import CodeArtsDeployModel
import Glibc

/// Follows a deployment for somebody, and knows what to do when that somebody presses Ctrl-C.
final class Following {
    /// How long the answer to a stop is waited for.
    private static let stopMS = 5000
    private static let usualTimeoutMS = 1_900_000

    private let session: Session
    private let options: FollowOptions
    private let heartbeat: Heartbeat
    private let taskID: String
    private let view: any ProgressView
    /// In place of all others, where only the record is asked for.
    private let quiet: QuietView?
    /// What it shows, and how far the deployment is.
    private let tee: RecordingView
    private let beganMS = Elapsed.now
    private var interrupts = 0
    private var shallStop = false
    private var isStopped = false

    init(
        _ session: Session, _ options: FollowOptions, _ progressOptions: ProgressOptions, taskID: String,
        recordID: String?, isQuiet: Bool = false
    ) {
        self.session = session
        self.options = options
        self.taskID = taskID
        heartbeat = progressOptions.pulse
        let progress = Progress(taskID: taskID, recordID: recordID)
        quiet = isQuiet ? QuietView() : nil
        view = quiet ?? progress.view(progressOptions.progress, session.format, showsLog: options.log)
        tee = RecordingView(view, progress, UnwrittenOutput(taskID, session.next))
    }

    /// - Throws: the exit code, after everything was told.
    func run(_ operation: Operation, _ request: [UInt8]) throws {
        Conclusion.note(.followed)
        let result = session.follow(operation, request, view: tee, heartbeat: heartbeat) {
            self.interrupted(by: $0, isRunning: $1)
        }
        // Whoever reads the output has as long as the deployment has.
        Conclusion.note(untilMS: beganMS + (options.timeout?.ms ?? Self.usualTimeoutMS))
        guard let result else {
            var left = DeployError.left(operation, tee.progress)
            if shallStop, options.onInterrupt == .stop, let recordID = tee.progress.recordID {
                left.message = Self.asked(recordID)
            }
            shallStop = false
            throw tell(left)
        }
        view.end()
        do throws(DeployError) {
            let reply = try Session.parsed(result.get())
            tell(reply)
        } catch {
            throw tell(error)
        }
    }

    // MARK: The end

    private func tell(_ reply: JSONValue) {
        session.warnings.say(in: reply)
        if let quiet { return quiet.name(reply["record_id"]?.string) }
        switch session.format {
        case .text: for line in Ending.lines(reply) { Stream.out.result(line) }
        case .json: Stream.out.result(reply.raw)
        case .jsonl: Stream.out.result(Ending.event(.success, "result", Array(reply.raw)))
        }
    }

    private func tell(_ error: DeployError) -> ExitCode {
        var error = error
        quiet?.name(error.recordID)
        if error.status == .cancelled {
            error.message = words(about: error)
        } else if case .failed(let back, _) = error.deployment?.rollback, back.status == .cancelled {
            error.message += " " + words(about: back)
        }
        if session.format == .jsonl {
            Stream.out.result(Ending.event(ExitStatus(error), "error", error.document))
        } else {
            var report = ErrorReport(error, session.format)
            report.showsLog = !options.log
            _ = report.tell()
        }
        session.sayWarnings(of: error)
        // On standard error, so that it is seen beside any output.
        var advice = session.advice
        advice.isStopped = isStopped
        for line in advice.lines(after: error) { Stream.error.result(line) }
        return ExitStatus(error).code
    }

    // MARK: Signals

    private func interrupted(by signal: CInt, isRunning: () -> Bool) -> Runner.Reaction {
        // Whoever sends another one than Ctrl-C does not sit here; the system may send several at once.
        guard signal == SIGINT else {
            if options.onInterrupt == .stop { shallStop = true }
            return .cancel
        }
        interrupts += 1
        if interrupts > 1 { return .leave }
        switch options.reaction {
        case .leave: return .cancel
        case .stop:
            shallStop = true
            return .cancel
        case .ask:
            // There is nothing yet that could be stopped.
            guard tee.progress.recordID != nil else { return .cancel }
            return asked(isRunning)
        }
    }

    private func asked(_ isRunning: () -> Bool) -> Runner.Reaction {
        view.pause()
        switch Question(session.signals).ask(while: isRunning) {
        case .stop:
            shallStop = true
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

    /// What goes on; where that was asked for, it is stopped first.
    private func words(about cancelled: DeployError) -> String {
        guard shallStop, let recordID = cancelled.recordID else { return cancelled.message }
        if cancelled.deployment?.wasStopped == true {
            isStopped = true
            return Self.stopping(recordID)
        }
        let stopping = request {
            $0.member("task_id", taskID)
            $0.member("record_id", recordID)
            $0.name("_options")
            $0.raw(codearts_deploy.request { $0.member("timeout_ms", Self.stopMS) })
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
