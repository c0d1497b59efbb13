import ArgumentParser
import CodeArtsDeployEmulator

/// `codearts-deploy emulator`
struct EmulatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emulator",
        abstract: "Serve CodeArts Deploy on this machine, to try scripts on and to test against.",
        discussion: """
            Prints one line of JSON as soon as it listens: the endpoint, which is that of IAM and of the ECS metadata \
            service as well, the credentials, and the ids that it knows. Serves until Ctrl-C, SIGTERM or SIGHUP, and \
            then says on standard error why it ends. Keeps everything in memory.

            GET /_emulator/ lists what it can be asked and told: GET /_emulator/records, for example, lists the \
            deployments that were started.
            """)

    @Option(help: "The TCP port to listen on; 0 takes a free one.")
    var port: Int = 0

    @Option(help: "The address to listen on.")
    var host: String = "127.0.0.1"

    @Option(help: "How many seconds the tokens of IAM and the keys of the metadata service last.")
    var tokenSeconds: Int = 86_400

    @Option(help: "How many seconds five wrong signatures in a row lock an access key.")
    var lockSeconds: Int = 300

    @Option(help: "How many milliseconds a deployment waits before it runs.")
    var pendingMS: Int = 200

    @Option(help: "How many milliseconds a step of a deployment takes.")
    var stepMS: Int = 300

    @Option(help: "How many steps a deployment has.")
    var steps: Int = 3

    @Option(help: "How many applications the project has.")
    var applications: Int = 2

    @Flag(inversion: .prefixedNo, help: "Let an application have one deployment at a time, as the service does.")
    var busy = true

    @Option(help: "How many requests to each API are taken in a second; the others are refused with 429.")
    var rateLimit: Int?

    @Option(help: "Make record ids and what is drawn by lot the same in each run.")
    var seed: Int?

    @Flag(
        help: ArgumentHelp(
            "End also when standard input closes, if that is a pipe or a terminal, or says \"end\"."))
    var untilStdinCloses = false

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("The port must be from 0 to 65535.") }
        for seconds in [tokenSeconds, lockSeconds] where !(1...1_000_000_000).contains(seconds) {
            throw ValidationError("A number of seconds must be from 1 to 1000000000.")
        }
        for milliseconds in [pendingMS, stepMS] where !(0...100_000_000).contains(milliseconds) {
            throw ValidationError("A number of milliseconds must be from 0 to 100000000.")
        }
        guard (1...100).contains(steps) else { throw ValidationError("The number of steps must be from 1 to 100.") }
        guard (0...10_000).contains(applications) else {
            throw ValidationError("The number of applications must be from 0 to 10000.")
        }
        guard (1...1_000_000).contains(rateLimit ?? 1) else {
            throw ValidationError("The rate limit must be from 1 to 1000000.")
        }
    }

    func run() throws {
        // Before the emulator makes its thread, which inherits the blocked signals.
        let listener = ShutdownListener(watchesInput: untilStdinCloses)
        var settings = Emulator.Settings(tokenSeconds: tokenSeconds, lockSeconds: lockSeconds)
        settings.pendingMS = pendingMS
        settings.stepMS = stepMS
        settings.steps = steps
        settings.applications = applications
        settings.isBusyGuarded = busy
        settings.rateLimit = rateLimit
        settings.seed = seed
        let emulator = try Emulator(host: host, port: port, settings: settings)
        Stream.out.line(emulator.announcement)
        if Stream.out.failure != nil { try announceElsewhere(emulator.announcement) }
        let reason = listener.waitForEnd()
        try emulator.stop()
        if let reason { Stream.error.line("codearts-deploy: The emulator ends: \(reason).") }
    }

    /// A port that was chosen is known; a free one must be announced.
    private func announceElsewhere(_ announcement: String) throws {
        guard port != 0 else { throw ExitStatus.internalFault.code }
        Stream.error.line(announcement)
    }
}
