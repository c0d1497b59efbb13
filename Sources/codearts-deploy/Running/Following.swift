import ArgumentParser
import CodeArtsDeployModel

/// Follows a deployment for somebody, and knows what to do when that somebody presses Ctrl-C.
final class Following {
    private let session: Session
    private let options: FollowOptions
    private let taskID: String
    private let view: any ProgressView
    /// What it shows, and the record's id as soon as anybody names it.
    private let tee: RecordingView
    private var interrupts = 0
    private var shallStop = false
    private var isStopped = false

    init(_ session: Session, _ options: FollowOptions, taskID: String, recordID: String?) {
        self.session = session
        self.options = options
        self.taskID = taskID
        view = Progress(taskID: taskID, recordID: recordID).view(session.format, showsLog: options.log)
        tee = RecordingView(view, recordID: recordID)
    }

    /// - Throws: the exit code, after everything was told.
    func run(_ operation: Operation, _ request: [UInt8]) throws {
        let result = session.follow(operation, request, view: tee) { self.interrupted(isRunning: $0) }
        guard let result else { throw leave() }
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
        switch session.format {
        case .text: for line in Ending.lines(reply) { Stream.out.line(line) }
        case .json: Stream.out.line(reply.raw)
        case .jsonl: Stream.out.line(Ending.event(.success, "result", Array(reply.raw)))
        }
    }

    private func tell(_ error: DeployError) -> ExitCode {
        var error = error
        // Somebody who interrupts means the deployment that runs, which may be the one that goes back.
        let recordID = error.status == .cancelled ? tee.recordID ?? error.recordID : error.recordID ?? tee.recordID
        if shallStop, error.status == .cancelled, let recordID { error.message = stop(recordID, orElse: error.message) }
        if session.format == .jsonl {
            Stream.out.line(Ending.event(ExitStatus(error), "error", error.document))
        } else {
            var report = ErrorReport(error, session.format)
            report.showsLog = !options.log && hasFailed(error)
            _ = report.tell()
        }
        advise { $0.lines(after: error, recordID) }
        return ExitStatus(error).code
    }

    /// The log tells why; of a deployment that goes on it tells nothing yet.
    private func hasFailed(_ error: DeployError) -> Bool {
        error.status == .deploymentFailed || error.status == .deploymentStopped
    }

    /// On standard error, so that it is seen beside any output.
    private func advise(_ lines: (Advice) -> [String]) {
        var advice = session.advice
        advice.isStopped = isStopped
        for line in lines(advice) { Stream.error.line(line) }
    }

    /// Without waiting for anything.
    private func leave() -> ExitCode {
        let recordID = tee.recordID
        session.warn("Left at once; \(recordID == nil ? "it may have been started or not" : "the deployment goes on").")
        advise { $0.lines(after: recordID == nil ? .unknown : .interrupted, recordID) }
        return ExitStatus.interrupted.code
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

    /// - Returns: what came of it, in a sentence.
    private func stop(_ recordID: String, orElse message: String) -> String {
        let stopping = request {
            $0.member("task_id", taskID)
            $0.member("record_id", recordID)
        }
        let result = session.follow(.stopDeployTaskRecord, stopping, view: SilentView()) { _ in .leave }
        switch result {
        case .success:
            isStopped = true
            return "The deployment \(recordID) is being stopped, as was asked for."
        case .failure(let error): return "\(message) It could not be stopped: \(error.message)"
        case nil: return message
        }
    }
}
