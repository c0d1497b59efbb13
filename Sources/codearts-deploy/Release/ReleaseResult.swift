import CodeArtsDeployModel

/// The report of a release on the terminal: what did not succeed, why, and how to go on.
struct ReleaseResult {
    private static let maxItems = 10
    private static let maxTails = 3

    private let session: Session
    private let release: ReleaseSummary
    private let status: ExitStatus
    private let document: [UInt8]

    /// - Parameter document: the result, or the error.
    init(_ session: Session, _ release: ReleaseSummary, _ status: ExitStatus, _ document: [UInt8]) {
        self.session = session
        self.release = release
        self.status = status
        self.document = document
    }

    func write(_ error: DeployError?) {
        switch session.format {
        case .json: Stream.out.result(document)
        case .jsonl: Stream.out.result(ResultReport.event(status, error == nil ? "result" : "error", document))
        case .text: if let error { write(lines(error)) } else { Stream.out.result(success) }
        }
        if let error {
            session.printWarnings(of: error)
        } else if let reply = try? Session.parsed(document) {
            session.warnings.print(in: reply)
        }
    }

    private var success: String {
        let duration = Elapsed.text(ms: release.endedMS - release.beganMS)
        return "All \(release.items.count) deployments succeeded in \(duration)."
    }

    private func write(_ lines: [String]) {
        for line in lines { Stream.error.result(line) }
    }

    private func lines(_ error: DeployError) -> [String] {
        // The first line counts; the reasons stand with the deployments.
        let isWhole = release.message != nil
        let head = isWhole ? error.message : "The release \(verdict): \(release.counts)."
        var lines = ["codearts-deploy: \(Printable.line(head))"]
        let failures = release.items.filter(\.isFailure)
        for (index, item) in failures.prefix(Self.maxItems).enumerated() {
            lines += self.lines(item, showsLog: index < Self.maxTails)
        }
        if failures.count > Self.maxItems { lines.append("  ... and \(failures.count - Self.maxItems) more.") }
        if isWhole, failures.isEmpty { lines += session.hints.lines(after: error) }
        return lines
    }

    private var verdict: String {
        switch release.state {
        case "rolled_back": "failed and went back"
        case "stopped_early": "was stopped early"
        default: "did not succeed"
        }
    }

    private func lines(_ item: ReleaseSummary.Item, showsLog: Bool) -> [String] {
        let place = item.failedStep.map { " at \($0)" } ?? ""
        let reason = item.recordID == nil || item.state != .failed ? item.message.map { ": \($0)" } ?? "" : ""
        var lines = [Printable.line("  \(item.name): \(item.state.label)\(place)\(reason)")]
        if showsLog, let tail = item.logTail { lines += Printable.lines(tail).map { "    | \($0)" } }
        switch (item.state, item.recordID) {
        case (.stillRunning, let record?): lines.append("    \(session.next.watch(item.taskID, record))")
        case (.unknown, _): lines.append("    \(session.next.records(item.taskID))")
        case (.failed, let record?), (.rolledBack, let record?), (.stopped, let record?):
            lines.append("    \(session.next.log(item.taskID, record))")
        default: break
        }
        return lines
    }
}
