import CPlatform
import CodeArtsDeployModel

/// What is told of a deployment that ended well.
enum Ending {
    static func lines(_ result: JSONValue) -> [String] {
        if let checks = result["checks"] {
            return checks.elements.map(Checks.line) + ["It could be started. Nothing was."]
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

    /// The last line of a stream of events.
    ///
    /// - Parameter document: the result or the error document.
    static func event(_ status: ExitStatus, _ name: StaticString, _ document: [UInt8]) -> [UInt8] {
        request {
            $0.member("event", "end")
            $0.timeOfEvent()
            $0.member("exit_status", Int(status.rawValue))
            $0.name(name)
            $0.raw(document)
        }
    }
}

extension JSONWriter {
    /// When an event of the program's own happened.
    mutating func timeOfEvent() {
        member("time", RFC3339.text(unixMS: platform_unix_ms()))
    }
}
