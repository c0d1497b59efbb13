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
        case .success: "It is done; a deployment that was followed has succeeded."
        case .internalFault: "The output cannot be written, or a fault of this program."
        case .deploymentFailed: "The deployment failed."
        case .rolledBack: "The deployment failed, and an earlier one was put back."
        case .stopped: "The deployment was stopped or cancelled."
        case .stillRunning: "It goes on: time is over, it is out of sight, or the output is lost."
        case .authentication: "The credential is not accepted, or may not do this."
        case .refused: "The service refused: busy, not found, or an error of its own."
        case .throttled: "Too many requests."
        case .configuration: "Endpoint, credential or libcurl is missing or wrong; nothing was sent."
        case .network: "No usable answer from the service; no deployment was started."
        case .unknown: "It may have been started or not: look at the records first."
        case .usage: "The arguments or the request are wrong; nothing was sent."
        case .interrupted: "Ctrl-C, SIGTERM, SIGHUP; the last lines say whether it goes on."
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
