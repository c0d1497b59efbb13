import ArgumentParser
import CodeArtsDeploy
import CodeArtsDeployModel

/// One run of a command: a client, and somebody who is told what came of it.
struct Session {
    let format: OutputFormat
    let signals: HeldSignals
    let next: NextCommand
    let advice: Advice
    private let runner: Runner

    /// - Parameter taskID: whose records may be worth a look afterwards.
    init(_ connection: ConnectionOptions, _ output: OutputOptions, taskID: String? = nil) throws {
        // Before the client makes its thread.
        signals = HeldSignals()
        format = output.output
        next = NextCommand(connection)
        advice = Advice(next: next, taskID: taskID)
        let text = try connection.text()
        do throws(DeployError) {
            runner = Runner(client: Client(try Configuration(text)), signals: signals)
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
            throw Failure(error.mayHaveChanged(recordID), advice)
        }
    }

    /// The same for a deployment, with somebody to watch it.
    func follow(
        _ operation: Operation, _ request: [UInt8], view: any ProgressView,
        interrupted: (_ isRunning: () -> Bool) -> Runner.Reaction
    ) -> Result<[UInt8], DeployError>? {
        runner.run(operation, request, view: view, interrupted: interrupted)
    }

    /// Runs an operation and tells its result: the document as it is, or what the text makes of it.
    func conclude(
        _ operation: Operation, _ request: [UInt8], on recordID: String? = nil, text: (JSONValue) -> [String]
    ) throws {
        tell(try perform(operation, request, on: recordID), text: text)
    }

    func tell(_ reply: JSONValue, text: (JSONValue) -> [String]) {
        switch format {
        case .text:
            for line in text(reply) { Stream.out.line(line) }
        case .json: Stream.out.line(reply.raw)
        case .jsonl:
            // A list is told element by element.
            if let items = reply["items"], items.kind == .array {
                for item in items.elements { Stream.out.line(item.raw) }
            } else {
                Stream.out.line(reply.raw)
            }
        }
    }

    func warn(_ message: String) {
        Stream.error.line("codearts-deploy: \(Printable.line(message))")
    }

    /// A document that the library wrote.
    static func parsed(_ text: [UInt8]) throws(DeployError) -> JSONValue {
        guard let document = try? JSONDocument(parsing: text) else {
            throw DeployError(.internal, "The result could not be read again.")
        }
        return document.root
    }
}

/// A JSON object whose members the work writes.
func request(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter()
    json.object(members)
    return json.bytes
}
