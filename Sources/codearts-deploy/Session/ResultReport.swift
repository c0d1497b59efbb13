import CodeArtsDeployModel

/// The report of a success, in text or as the last line of a stream of events.
enum ResultReport {
    /// A deployment that was just started.
    static func lines(
        ofStart reply: JSONValue, of taskID: String, _ next: SuggestedCommand, isQuiet: Bool
    ) -> [String] {
        let record = reply["id"]?.string ?? ""
        if isQuiet { return [Printable.line(record)] }
        return [
            "Started the deployment \(Printable.line(record)) of task \(taskID).",
            next.watch(taskID, record),
        ]
    }

    /// A deployment that ended well, or a dry run.
    static func lines(ofDeployment result: JSONValue) -> [String] {
        if let checks = result["checks"] {
            return checks.elements.map(CheckLine.text) + ["It could be started. Nothing was."]
        }
        var lines: [String] = []
        if result["adopted"]?.boolean == true {
            lines.append("The answer to the start was lost; the deployment was found among the records.")
        }
        let record = Printable.line(result["record_id"]?.string ?? "")
        // The service's times have no fractions of a second.
        let duration = result["duration_ms"]?.integer.flatMap { $0 < 1000 ? nil : " in \(Elapsed.text(ms: $0))" }
        return lines + ["The deployment \(record) succeeded\(duration ?? "")."]
    }

    /// - Parameter document: the result or the error document.
    static func event(_ status: ExitStatus, _ name: StaticString, _ document: [UInt8]) -> [UInt8] {
        jsonObject {
            $0.member("event", "end")
            $0.timeOfEvent()
            $0.member("exit_status", Int(status.rawValue))
            $0.name(name)
            $0.raw(document)
        }
    }
}

/// A line of a check list: `{"name","ok","message"}`.
enum CheckLine {
    static func text(_ check: JSONValue) -> String {
        text(
            name: check["name"]?.string ?? "", isFine: check["ok"]?.boolean ?? false, check["message"]?.string ?? "")
    }

    static func text(name: String, isFine: Bool, _ message: String) -> String {
        text(isFine ? "ok" : "problem", name, message)
    }

    /// - Parameter word: ok, warning or problem.
    static func text(_ word: String, _ name: String, _ message: String) -> String {
        Printable.line("  \(DisplayWidth.padded(word, to: 7)) \(DisplayWidth.padded(name, to: 14)) \(message)")
    }
}
