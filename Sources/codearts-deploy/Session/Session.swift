import ArgumentParser
import CodeArtsDeploy
import CodeArtsDeployModel

/// The run of one command: its client, its signals, and the output of its result.
struct Session {
    let format: OutputFormat
    let template: OutputTemplate?
    let signals: BlockedSignals
    let next: SuggestedCommand
    private(set) var hints: Hints
    /// The task that the command is about; empty where it is about none.
    private(set) var taskID = ""
    let warnings = WarningPrinter()
    private let runner: Runner

    /// - Parameter task: the task that the command is about; its application is looked up.
    init(
        _ connection: ConnectionOptions, _ output: OutputOptions, _ template: OutputTemplate? = nil,
        task: TaskName? = nil
    ) throws {
        // Before the client makes its thread.
        signals = BlockedSignals()
        format = output.output
        self.template = template
        next = SuggestedCommand(connection)
        hints = Hints(next: next, taskID: nil)
        let text: [UInt8]
        do {
            text = try connection.text(signals)
        } catch let error as DeployError where error.status == .configuration {
            throw Failure(error, hints)
        }
        connection.warning.map(warnings.print)
        do throws(DeployError) {
            runner = Runner(client: Client(try Configuration(text)), signals: signals, warnings: warnings)
        } catch {
            throw Failure(connection.named(error), hints)
        }
        switch task {
        case .id(let id): taskID = id
        case .app(let name): taskID = try findTask(name)
        case nil: return
        }
        hints = Hints(next: next, taskID: taskID)
    }

    /// Runs an operation to its end. Ctrl-C cancels it; a second one abandons it.
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
            printWarnings(of: error)
            throw Failure(explained(error).mayHaveChanged(recordID), hints)
        }
    }

    /// The same for a deployment that is followed.
    func follow(
        _ operation: Operation, _ request: [UInt8], view: any ProgressView, heartbeat: Heartbeat = Heartbeat(),
        interrupted: (_ signal: CInt, _ isRunning: () -> Bool) -> Runner.Reaction
    ) -> Result<[UInt8], DeployError>? {
        runner.run(operation, request, view: view, heartbeat: heartbeat, interrupted: interrupted)
    }

    /// Runs an operation many times, several at once.
    func performAll(_ operation: Operation, _ requests: [[UInt8]]) -> [Result<[UInt8], DeployError>] {
        runner.runAll(operation, requests)
    }

    /// Runs an operation and writes its result: the document as it is, or as text.
    func conclude(
        _ operation: Operation, _ request: [UInt8], on recordID: String? = nil, text: (JSONValue) -> [String]
    ) throws {
        let reply = try perform(operation, request, on: recordID)
        let sideEffect = operation.sideEffect(request)
        ProgramExit.note(sideEffect)
        write(reply, isEssential: sideEffect != .none, text: text)
    }

    /// Writes a document as it is, or as text.
    func write(_ reply: JSONValue, isEssential: Bool = false, text: (JSONValue) -> [String]) {
        let line: ([UInt8]) -> Void = isEssential ? { Stream.out.result($0) } : { Stream.out.line($0) }
        switch format {
        case .text: for each in template.map({ Self.filled($0, from: reply) }) ?? text(reply) { line(Array(each.utf8)) }
        case .json: line(Array(reply.raw))
        case .jsonl:
            // A list is written element by element.
            if let items = reply["items"], items.kind == .array {
                for item in items.elements { line(Array(item.raw)) }
            } else {
                line(Array(reply.raw))
            }
        }
        warnings.print(in: reply)
    }

    /// Of a list, each element.
    private static func filled(_ template: OutputTemplate, from reply: JSONValue) -> [String] {
        guard let items = reply["items"], items.kind == .array else { return [template.filled(from: reply)] }
        return items.elements.map { template.filled(from: $0) }
    }

    /// Waits until the output was taken, so that no more is fetched than is read.
    ///
    /// - Throws: when a signal arrives meanwhile.
    func waitForReader(_ operation: Operation) throws {
        while Stream.areFull {
            if signals.take() { throw Failure(.left(operation), hints) }
            MainThread.pause(ms: 1000)
        }
    }

    func printWarnings(of error: DeployError) {
        if let document = try? JSONDocument(parsing: error.document) { warnings.print(in: document.root) }
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
    /// Its side effect when it succeeds.
    fileprivate func sideEffect(_ request: [UInt8]) -> ProgramExit.SideEffect {
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
