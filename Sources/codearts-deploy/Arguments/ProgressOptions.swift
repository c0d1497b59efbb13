import ArgumentParser

/// How much is shown of a deployment while it goes on.
struct ProgressOptions: ParsableArguments {
    @Option(
        help: """
            How it is shown while it goes on: live, drawn on the terminal; plain, a line for each change; none; or auto: \
            live on a terminal, unless CI is set. With --output json, plain writes to standard error.
            """)
    var progress: ProgressStyle = .auto

    @Option(
        help: ArgumentHelp(
            "After so long without a word, say that it still goes on: \(Duration.help); 0 for never (default: 60).",
            valueName: "time"),
        transform: Duration.parsed)
    var heartbeat: Duration?

    func validate() throws {
        try heartbeat?.check("--heartbeat", 0...86_400_000)
    }

    /// Where nothing is to be shown, that is not either.
    var pulse: Heartbeat {
        if progress == .none { return Heartbeat(everyMS: 0) }
        return Heartbeat(everyMS: heartbeat?.ms ?? Heartbeat.usualMS)
    }
}

enum ProgressStyle: String, ExpressibleByArgument, CaseIterable {
    case auto, plain, live, none
}
