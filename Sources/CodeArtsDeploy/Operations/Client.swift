internal import CPlatform
public import CodeArtsDeployModel

/// Calls the service. Any number of threads may use one client; each blocking call has a connection of its own, and all
/// that goes on in the background shares one thread.
public final class Client: Sendable {
    private let configuration: Configuration
    private let chain: CredentialChain
    private let transport: any Transport
    private let environment: any Environment
    private let pace = PerProcess { Pace() }
    /// A number without a lock: a forked child may go on with it.
    private let clock = ServiceClock()
    private let background: PerProcess<Background>

    /// - Parameter environment: where the credential comes from when none is configured.
    public convenience init(_ configuration: Configuration, environment: any Environment = ProcessEnvironment()) {
        self.init(configuration, transport: CurlTransport(configuration), environment: environment)
    }

    /// - Parameter transport: how requests travel.
    init(_ configuration: Configuration, transport: any Transport, environment: any Environment) {
        self.configuration = configuration
        self.transport = transport
        self.environment = environment
        chain = CredentialChain(configuration, environment: environment)
        let pace = pace
        background = PerProcess {
            Background(transport, pace: pace.value, mostInFlight: configuration.mostInFlight)
        }
    }

    deinit {
        background.ifMade?.halt()
    }

    /// Checks a request, sends it and reads the answer; blocks until that is done.
    ///
    /// - Parameters:
    ///   - text: a flat JSON object of wire names.
    ///   - given: fields that come from outside the text.
    ///   - token: in place of the client's own, or of the environment's.
    /// - Returns: the result document of the C header.
    public func call(_ operation: Operation, _ text: [UInt8], given: [GivenField] = [], token: AuthToken? = nil)
        throws(DeployError) -> [UInt8]
    {
        // What may do several things at once needs a thread that can.
        if operation.isComposite { return try callComposite(operation, text) }
        let flow = try flow(of: operation, text, given: given, token: token)
        let thread = CallersThread(transport: transport, pace: pace.value)
        return try thread.run(flow.begin(Run(until: flow.deadline, journal: journal(nil)))).get()
    }

    private func journal(_ reader: RunningOperation?) -> Journal? {
        let isLogged = configuration.isLogged
        return isLogged || reader != nil ? Journal(reader, isLogged: isLogged) : nil
    }

    private func callComposite(_ operation: Operation, _ text: [UInt8]) throws(DeployError) -> [UInt8] {
        let running = try submit(operation, text, isHeard: false)
        defer { running.release() }
        guard let result = try running.wait(timeoutMS: -1) else {
            throw DeployError(.internal, "The operation did not end.")
        }
        return result
    }

    /// Runs an operation in the background; returns as soon as its request is checked and queued.
    ///
    /// - Parameter text: as for `call`.
    /// - Returns: the operation; whoever is done with it calls its `release`.
    public func submit(_ operation: Operation, _ text: [UInt8]) throws(DeployError) -> RunningOperation {
        try submit(operation, text, isHeard: true)
    }

    /// - Parameter isHeard: whether anybody reads its events. They would otherwise gather.
    package func submit(
        _ operation: Operation, _ text: [UInt8], isHeard: Bool
    ) throws(DeployError) -> RunningOperation {
        let flow = try flow(of: operation, text, isHeard: isHeard)
        let background = background.value
        let running = RunningOperation(of: self, in: background, isHeard: isHeard)
        let run = Run(
            until: flow.deadline, cancellation: running.cancellation, journal: journal(isHeard ? running : nil))
        do throws(DeployError) {
            try background.start(running) { flow.begin(run) }
        } catch {
            throw error.with(.notSent, for: operation)
        }
        return running
    }

    /// A descriptor for event loops, readable for as long as `nextReady` has something to tell; -1 where there is none.
    public var descriptor: Int32 { background.value.news.descriptor }

    /// The id of an operation with news; nil where none has any.
    public func nextReady() -> UInt64? { background.value.news.next() }

    // MARK: Flows

    /// A checked request, and what to do with it once somebody runs it.
    private struct Flow {
        let deadline: Deadline
        let begin: (Run) -> Step
    }

    private func flow(
        of operation: Operation, _ text: [UInt8], given: [GivenField] = [], token: AuthToken? = nil,
        isHeard: Bool = true
    ) throws(DeployError) -> Flow {
        var defaults: [GivenField] = []
        if let project = configuration.projectID {
            defaults.append(GivenField("project_id", Array(project.utf8)))
        }
        let prepared = try PreparedRequest(operation, text, given: given, defaults: defaults)
        if !isHeard { try prepared.refuseUnreadResults() }
        try prepared.refuseHaste(at: configuration.endpoint)
        do throws(DeployError) {
            let line = try line(token)
            if let composite = Composite(prepared, over: line) {
                return Flow(deadline: composite.deadline) { run in composite.begin(run) { .end($0.told(run)) } }
            }
            let deadline = Deadline(inMS: prepared.timeoutMS ?? configuration.timeoutMS)
            return Flow(deadline: deadline) { run in line.call(prepared, run) { .end($0.told(run)) } }
        } catch {
            throw error.with(.notSent, for: operation)
        }
    }

    private func line(_ token: AuthToken?) throws(DeployError) -> ServiceLine {
        let source: any CredentialSource
        if let token {
            source = FixedSource(.token(token), from: "the caller")
        } else {
            source = try FoundSource(chain)
        }
        return ServiceLine(
            configuration: configuration, source: source, pace: pace.value, clock: clock, environment: environment)
    }
}

extension Result<[UInt8], DeployError> {
    /// With the warnings of its run, where it is an error; a result has them in itself.
    fileprivate func told(_ run: Run) -> Self {
        let warnings = run.warnings.all
        guard !warnings.isEmpty else { return self }
        return mapError { error in
            var error = error
            error.warnings = warnings
            return error
        }
    }
}
