import Glibc

/// A notice, printed once, that the output of a deployment cannot be written any more, and which deployment it is.
struct OutputFailureNotice {
    private let taskID: String
    private let next: SuggestedCommand
    private var isPrinted = false

    init(_ taskID: String, _ next: SuggestedCommand) {
        self.taskID = taskID
        self.next = next
    }

    mutating func check(_ progress: DeploymentProgress) {
        guard !isPrinted, let failure = Stream.out.failure, let recordID = progress.recordID else { return }
        isPrinted = true
        let reason = String(cString: strerror(failure))
        Stream.error.line(
            "codearts-deploy: The output cannot be written: \(reason). The deployment is followed to its end.")
        let record = Printable.line(recordID)
        for line in ["Record \(record) of task \(taskID).", next.watch(taskID, record), next.stop(taskID, record)] {
            Stream.error.line(line)
        }
    }
}
