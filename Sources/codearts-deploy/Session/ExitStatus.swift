import ArgumentParser

/// The exit codes. Scripts rely on the numbers: from 10 on, the deployment did not end well; from 20 on, the service
/// refused; from 30 on, nothing was done.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case internalFault = 1
    case deploymentFailed = 10
    case rolledBack = 11
    case stopped = 12
    case stillRunning = 13
    case releaseFailed = 14
    case releaseRolledBack = 15
    case releaseStoppedEarly = 16
    case authentication = 20
    case refused = 21
    case throttled = 22
    case configuration = 30
    case network = 31
    case unknown = 40
    /// The argument parser uses the same number.
    case usage = 64
    case interrupted = 130

    var code: ExitCode { ExitCode(rawValue) }

    private var meaning: String {
        switch self {
        case .success: "Done; a deployment that was followed has succeeded."
        case .internalFault: "The output could not be written, or this program has a fault."
        case .deploymentFailed: "The deployment failed."
        case .rolledBack: "The deployment failed and was rolled back."
        case .stopped: "The deployment was stopped or cancelled."
        case .stillRunning: "The deployment still runs: time limit, lost contact or lost output."
        case .releaseFailed: "Some deployments of the release did not succeed; all others were tried."
        case .releaseRolledBack: "The release failed, and what it had deployed went back."
        case .releaseStoppedEarly: "The release was stopped early: some deployments were never started."
        case .authentication: "The credential was not accepted, or lacks the permission."
        case .refused: "The service refused: busy, not found, or an error of its own."
        case .throttled: "Too many requests."
        case .configuration: "Endpoint, credential or libcurl is missing or wrong; nothing was sent."
        case .network: "No usable answer from the service; no deployment was started."
        case .unknown: "The deployment may have been started: look at the records first."
        case .usage: "The arguments or the request are wrong; nothing was sent."
        case .interrupted: "Ctrl-C, SIGTERM, SIGHUP; the last lines say whether it still runs."
        }
    }

    /// One line for each, for the help.
    static var table: String {
        allCases.map { status in
            let number = String(status.rawValue)
            return String(repeating: " ", count: 5 - number.count) + number + "  " + status.meaning
        }.joined(separator: "\n")
    }
}
