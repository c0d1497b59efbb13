import ArgumentParser

/// Options for the display of progress.
struct ProgressOptions: ParsableArguments {
    @Option(
        help: """
            How progress is shown: live, drawn on the terminal; plain, a line for each change; jsonl, each event as JSON; \
            none; or auto: live on a terminal, unless CI is set. With --output json, plain and jsonl write to standard error.
            """)
    var progress: ProgressStyle = .auto

    @Option(
        help: ArgumentHelp(
            "How long without output before a line says that it still runs: \(Duration.help); 0 for never (default: 60).",
            valueName: "time"),
        transform: Duration.parsed)
    var heartbeat: Duration?

    func validate() throws {
        try heartbeat?.check("--heartbeat", 0...86_400_000)
    }

    /// None where no progress is shown.
    var pulse: Heartbeat {
        if progress == .none { return Heartbeat(everyMS: 0) }
        return Heartbeat(everyMS: heartbeat?.ms ?? Heartbeat.usualMS)
    }
}

extension ProgressStyle: ExpressibleByArgument {}
