import ArgumentParser
import CodeArtsDeployModel

/// Follows a deployment for somebody, and knows what to do when that somebody presses Ctrl-C.
final class Following {
    private let session: Session
    private let options: FollowOptions
    private let taskID: String
    private let view: any ProgressView
    /// In place of all others, where only the record is asked for.
    private let quiet: QuietView?
    /// What it shows, and how far the deployment is.
    private let tee: RecordingView
    private var interrupts = 0
    private var shallStop = false
    private var isStopped = false

    init(_ session: Session, _ options: FollowOptions, taskID: String, recordID: String?, isQuiet: Bool = false) {
        self.session = session
        self.options = options
        self.taskID = taskID
        let progress = Progress(taskID: taskID, recordID: recordID)
        quiet = isQuiet ? QuietView() : nil
        view = quiet ?? progress.view(session.format, showsLog: options.log)
        tee = RecordingView(view, progress)
    }

    /// - Throws: the exit code, after everything was told.
    func run(_ operation: Operation, _ request: [UInt8]) throws {
        let result = session.follow(operation, request, view: tee) { self.interrupted(isRunning: $0) }
        guard let result else {
            shallStop = false
            throw tell(.left(operation, tee.progress))
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
        if let quiet { return quiet.name(reply["record_id"]?.string) }
        switch session.format {
        case .text: for line in Ending.lines(reply) { Stream.out.line(line) }
        case .json: Stream.out.line(reply.raw)
        case .jsonl: Stream.out.line(Ending.event(.success, "result", Array(reply.raw)))
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
            Stream.out.line(Ending.event(ExitStatus(error), "error", error.document))
        } else {
            var report = ErrorReport(error, session.format)
            report.showsLog = !options.log
            _ = report.tell()
        }
        // On standard error, so that it is seen beside any output.
        var advice = session.advice
        advice.isStopped = isStopped
        for line in advice.lines(after: error) { Stream.error.line(line) }
        return ExitStatus(error).code
    }

    // MARK: Ctrl-C

    private func interrupted(isRunning: () -> Bool) -> Runner.Reaction {
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
            view.pause()
            switch Question(session.signals).ask(while: isRunning) {
            case .stop:
                shallStop = true
                return .cancel
            case .leave: return .cancel
            case .goOn: return .goOn
            case .interrupted: return .leave
            }
        }
    }

    /// What goes on; where that was asked for, it is stopped first.
    private func words(about cancelled: DeployError) -> String {
        guard shallStop, let recordID = cancelled.recordID else { return cancelled.message }
        let stopping = request {
            $0.member("task_id", taskID)
            $0.member("record_id", recordID)
        }
        let result = session.follow(.stopDeployTaskRecord, stopping, view: SilentView()) { _ in .leave }
        switch result {
        case .success:
            isStopped = true
            return "The deployment \(recordID) is being stopped, as was asked for."
        case .failure(let error):
            return "\(cancelled.message) Asking it to stop failed: \(error.mayHaveChanged(recordID).message)"
        case nil: return "The deployment \(recordID) was asked to stop; whether it does was not waited for."
        }
    }
}
