import CodeArtsDeploy
import CodeArtsDeployModel
import Foundation

/// What a failure means for a second try: the end of each story.
func giveUp(_ failure: DeployError) -> Never {
    let advice =
        switch failure.outcome {
        case .notSent: "Nothing was started: it is safe to try again."
        case .refused: "The service refused it: change what it objects to, then try again."
        case .started: "It was started: do not start it again."
        case .unknown: "It may be running: look at the application's records before you start it again."
        case nil: "Nothing was to be started."
        }
    complain("\(failure)\noutcome: \(failure.outcome.map { "\($0.name)" } ?? "none")\n\(advice)")
    exit(failure.outcome == .unknown ? 2 : 1)
}

func usage(_ text: String) -> Never {
    complain("usage: \(text)")
    exit(64)
}

func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// At once, into a pipe too.
func say(_ text: String, terminator: String = "\n") {
    FileHandle.standardOutput.write(Data((text + terminator).utf8))
}

/// A client with what the environment says.
func client() throws(DeployError) -> Client { Client(try Configuration(Array("{}".utf8))) }

/// Runs an operation and gives each of its events to `show`.
func run(
    _ operation: CodeArtsDeployModel.Operation, _ request: [UInt8], show: (JSONValue) -> Void
) throws(DeployError) -> JSONValue {
    let running = try client().submit(operation, request)
    defer { running.release() }
    while case .event(let event) = try running.nextEvent(timeoutMS: -1) {
        show(try read(event))
    }
    // Nothing but its end ends this wait.
    return try read(try running.wait(timeoutMS: -1) ?? [])
}

/// A document of the client, which is always JSON.
func read(_ json: [UInt8]) throws(DeployError) -> JSONValue {
    do throws(JSONFault) {
        return try JSONDocument(parsing: json).root
    } catch {
        throw DeployError(.internal, error.message)
    }
}
