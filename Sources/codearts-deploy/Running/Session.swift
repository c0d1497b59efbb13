import ArgumentParser
import CodeArtsDeploy
import CodeArtsDeployModel

/// One run of a command: a client, and somebody who is told what came of it.
struct Session {
    let format: OutputFormat
    let signals: BlockedSignals
    let next: NextCommand
    let advice: Advice
    let warnings = Warnings()
    private let runner: Runner

    /// - Parameter taskID: whose records may be worth a look afterwards.
    init(_ connection: ConnectionOptions, _ output: OutputOptions, taskID: String? = nil) throws {
        // Before the client makes its thread.
        signals = BlockedSignals()
        format = output.output
        next = NextCommand(connection)
        advice = Advice(next: next, taskID: taskID)
        let text = try connection.text(signals)
        do throws(DeployError) {
            runner = Runner(client: Client(try Configuration(text)), signals: signals, warnings: warnings)
        } catch {
            throw Failure(error, advice)
        }
    }

    /// Runs an operation to its end; Ctrl-C cancels it, a second one leaves it at once.
    ///
    /// - Parameter recordID: the deployment that it changes.
    func perform(_ operation: Operation, _ request: [UInt8], on recordID: String? = nil) throws -> JSONValue {
        let view: any ProgressView = format == .text ? NoticeView() : SilentView()
        do throws(DeployError) {
            guard let result = runner.run(operation, request, view: view) else {
                throw DeployError.left(operation)
            }
            return try Self.parsed(result.get())
        } catch {
            sayWarnings(of: error)
            throw Failure(error.mayHaveChanged(recordID), advice)
        }
    }

    /// The same for a deployment, with somebody to watch it.
    func follow(
        _ operation: Operation, _ request: [UInt8], view: any ProgressView, heartbeat: Heartbeat = Heartbeat(),
        interrupted: (_ signal: CInt, _ isRunning: () -> Bool) -> Runner.Reaction
    ) -> Result<[UInt8], DeployError>? {
        runner.run(operation, request, view: view, heartbeat: heartbeat, interrupted: interrupted)
    }

    /// Runs an operation and tells its result: the document as it is, or what the text makes of it.
    func conclude(
        _ operation: Operation, _ request: [UInt8], on recordID: String? = nil, text: (JSONValue) -> [String]
    ) throws {
        let reply = try perform(operation, request, on: recordID)
        let deed = operation.deed(request)
        Conclusion.note(deed)
        tell(reply, mustBeHeard: deed != .none, text: text)
    }

    private func tell(_ reply: JSONValue, mustBeHeard: Bool, text: (JSONValue) -> [String]) {
        let say: ([UInt8]) -> Void = mustBeHeard ? { Stream.out.result($0) } : { Stream.out.line($0) }
        switch format {
        case .text: for line in text(reply) { say(Array(line.utf8)) }
        case .json: say(Array(reply.raw))
        case .jsonl:
            // A list is told element by element.
            if let items = reply["items"], items.kind == .array {
                for item in items.elements { say(Array(item.raw)) }
            } else {
                say(Array(reply.raw))
            }
        }
        warnings.say(in: reply)
    }

    /// Waits until what was written is taken, so that no more of it is fetched than somebody reads.
    ///
    /// - Throws: where a signal comes meanwhile.
    func waitForReader(_ operation: Operation) throws {
        while Stream.areFull {
            if signals.take() { throw Failure(.left(operation), advice) }
            Waiting.pause(ms: 1000)
        }
    }

    func sayWarnings(of error: DeployError) {
        if let document = try? JSONDocument(parsing: error.document) { warnings.say(in: document.root) }
    }

    /// A document that the library wrote.
    static func parsed(_ text: [UInt8]) throws(DeployError) -> JSONValue {
        guard let document = try? JSONDocument(parsing: text) else {
            throw DeployError(.internal, "The result could not be read again.")
        }
        return document.root
    }
}

extension Operation {
    /// What it has done when it succeeds.
    fileprivate func deed(_ request: [UInt8]) -> Conclusion.Deed {
        switch effect {
        case .reads: return .none
        case .changes: return .changed
        case .starts: return name.text == "deploy" ? .followed : .started
        case .unknown:
            let method = (try? JSONDocument(parsing: request))?.root["method"]?.string
            return ["GET", "HEAD"].contains(method?.uppercased()) ? .none : .started
        }
    }
}

/// A JSON object whose members the work writes.
func request(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter()
    json.object(members)
    return json.bytes
}
