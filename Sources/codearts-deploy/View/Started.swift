import CodeArtsDeployModel

/// What is told of a deployment that was just started.
enum Started {
    static func lines(
        _ reply: JSONValue, of taskID: String, _ next: NextCommand, isQuiet: Bool
    ) -> [String] {
        let record = reply["id"]?.string ?? ""
        if isQuiet { return [Printable.line(record)] }
        return [
            "Started the deployment \(Printable.line(record)) of task \(taskID).",
            next.watch(taskID, record),
        ]
    }
}
