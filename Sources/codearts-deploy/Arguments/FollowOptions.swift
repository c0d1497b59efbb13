import ArgumentParser
import CodeArtsDeployModel

/// Options for following a deployment.
struct FollowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("How long to follow it: \(Duration.help) (default: 1900).", valueName: "time"),
        transform: Duration.parsed)
    var timeout: Duration?

    @Option(
        help: ArgumentHelp("The polling interval: \(Duration.help) (default: 3).", valueName: "time"),
        transform: Duration.parsed)
    var interval: Duration?

    @Option(help: "What happens to the deployment when the time is over: leave or stop.")
    var onTimeout: OnTimeout = .leave

    @Option(
        help: """
            What happens to it on Ctrl-C or SIGTERM: ask, leave or stop. Without a terminal, ask means leave. \
            A second Ctrl-C leaves at once.
            """)
    var onInterrupt: OnInterrupt = .ask

    @Flag(help: "Show the deployment's log as it comes; if the deployment fails, the end of its log is always shown.")
    var log = false

    @Option(name: .customLong("app-id"), help: "The application, for its log; by default it is looked up.")
    var appID: String?

    func validate() throws {
        try timeout?.check("--timeout", 1...86_400_000)
        try interval?.check("--interval", 1...60_000)
    }

    /// The option, with `ask` resolved where no question can be asked.
    var reaction: OnInterrupt {
        switch onInterrupt {
        case .ask: Terminal.canAsk ? .ask : .leave
        case .leave: .leave
        case .stop: .stop
        }
    }

    /// Members of a request of watch or deploy.
    func write(to json: inout JSONWriter) {
        json.member("timeout_ms", ifKnown: timeout?.ms)
        json.member("interval_ms", ifKnown: interval?.ms)
        json.member("on_timeout", onTimeout.rawValue)
        json.member("app_id", ifKnown: appID)
        // Also stops a deployment that is just being started.
        if onInterrupt == .stop { json.member("on_cancel", "stop") }
    }
}

enum OnTimeout: String, ExpressibleByArgument, CaseIterable {
    case leave, stop
}

enum OnInterrupt: String, ExpressibleByArgument, CaseIterable {
    case ask, leave, stop
}
