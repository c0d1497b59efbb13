import Glibc

/// Says, once, that the output of a deployment cannot be written any more, and which one it is.
struct UnwrittenOutput {
    private let taskID: String
    private let next: NextCommand
    private var isSaid = false

    init(_ taskID: String, _ next: NextCommand) {
        self.taskID = taskID
        self.next = next
    }

    mutating func look(_ progress: Progress) {
        guard !isSaid, let failure = Stream.out.failure, let recordID = progress.recordID else { return }
        isSaid = true
        let reason = String(cString: strerror(failure))
        Stream.error.line(
            "codearts-deploy: The output cannot be written: \(reason). The deployment is followed to its end.")
        let record = Printable.line(recordID)
        for line in ["Record \(record) of task \(taskID).", next.watch(taskID, record), next.stop(taskID, record)] {
            Stream.error.line(line)
        }
    }
}
