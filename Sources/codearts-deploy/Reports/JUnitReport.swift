import CodeArtsDeployModel

/// A report in the XML of JUnit: a test case for each deployment.
struct JUnitReport: ReleaseReport {
    func text(_ release: ReleaseSummary) -> String {
        let failures = release.items.count { Self.outcome(of: $0) == .failure }
        let errors = release.items.count { Self.outcome(of: $0) == .error }
        let skipped = release.items.count { Self.outcome(of: $0) == .skipped }
        let title = Escaping.line(release.title)
        let counts = """
            tests="\(release.items.count)" failures="\(failures)" errors="\(errors)" skipped="\(skipped)" \
            time="\(Self.seconds(release.endedMS - release.beganMS))"
            """
        // Without a zone, as its schema has it; in UTC.
        let time = RFC3339.text(unixMS: Int64(release.beganMS)).prefix(19)
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#, #"<testsuites name="\#(title)" \#(counts)>"#,
            #"  <testsuite name="\#(title)" \#(counts) timestamp="\#(time)">"#,
        ]
        for item in release.items { lines.append(Self.testCase(item, of: title)) }
        return (lines + ["  </testsuite>", "</testsuites>", ""]).joined(separator: "\n")
    }

    private enum Outcome {
        case passed, failure, error, skipped
    }

    /// A failure is a deployment that ran and ended badly; an error is one of which nobody knows, or that was refused.
    private static func outcome(of item: ReleaseSummary.Item) -> Outcome {
        switch item.state {
        case .succeeded: .passed
        case .failed, .stopped, .rolledBack: .failure
        case .unknown, .stillRunning: .error
        case .notStarted: item.isFailure ? .error : .skipped
        }
    }

    private static func testCase(_ item: ReleaseSummary.Item, of title: String) -> String {
        let head = """
                <testcase classname="\(title)" name="\(Escaping.line(item.name))" time="\(seconds(item.durationMS ?? 0))"
            """
        let message = Escaping.line(item.message ?? item.state.label)
        let facts = ["Task \(item.taskID)"] + (item.recordID.map { ["Record \($0)"] } ?? [])
        let step = item.failedStep.map { ["Failed at \($0)"] } ?? []
        let body = Escaping.log((facts + step + (item.logTail.map { [$0] } ?? [])).joined(separator: "\n"))
        switch outcome(of: item) {
        case .passed: return "\(head)/>"
        case .skipped: return #"\#(head)><skipped message="\#(message)"/></testcase>"#
        case .failure:
            return
                #"\#(head)><failure type="\#(item.state.word.text)" message="\#(message)">\#(body)</failure></testcase>"#
        case .error:
            return #"\#(head)><error type="\#(item.state.word.text)" message="\#(message)">\#(body)</error></testcase>"#
        }
    }

    private static func seconds(_ ms: Int) -> String {
        let ms = max(0, ms)
        let fraction = String(ms % 1000)
        return "\(ms / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
