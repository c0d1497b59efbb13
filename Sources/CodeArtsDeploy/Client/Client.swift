internal import CPlatform
public import CodeArtsDeployModel

/// Calls the service. Any number of threads may use one client; each blocking call has a connection of its own, and all
/// that goes on in the background shares one thread.
public final class Client: Sendable {
    private let configuration: Configuration
    private let chain: CredentialChain
    private let transport: any Transport
    private let environment: any Environment
    private let limiter = PerProcess { RateLimiter() }
    /// A number without a lock: a forked child may go on with it.
    private let clock = ServiceClock()
    private let background: PerProcess<Background>
    private let loops: PerProcess<LoopPool>

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
        let limiter = limiter
        background = PerProcess {
            Background(transport, limiter: limiter.value, maxInFlight: configuration.maxInFlight)
        }
        loops = PerProcess {
            LoopPool(transport, limiter: limiter.value, maxInFlight: configuration.maxInFlight)
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
    public func call(_ operation: Operation, _ text: [UInt8], given: [ExternalField] = [], token: AuthToken? = nil)
        throws(DeployError) -> [UInt8]
    {
        // What may do several things at once needs a thread that can.
        if operation.isComposite { return try callComposite(operation, text) }
        let flow = try flow(of: operation, text, given: given, token: token)
        let thread = BlockingRunner(transport: transport, limiter: limiter.value)
        return try thread.run(flow.begin(context(of: flow, nil))).get()
    }

    /// The time of a run begins with its context.
    private func context(of flow: Flow, _ running: RunningOperation?, isObserved: Bool = true) -> CallContext {
        CallContext(
            until: Deadline(inMS: flow.timeoutMS), cancellation: running?.cancellation,
            eventLog: eventLog(isObserved ? running : nil, reportsAnswers: flow.reportsAnswers))
    }

    private func eventLog(_ reader: RunningOperation?, reportsAnswers: Bool) -> EventLog? {
        let isLogged = configuration.isLogged
        guard reader != nil || EventLog.isNeeded(isLogged: isLogged) else { return nil }
        return EventLog(reader, isLogged: isLogged, answersTo: reportsAnswers ? reader : nil)
    }

    private func callComposite(_ operation: Operation, _ text: [UInt8]) throws(DeployError) -> [UInt8] {
        let running = try submit(operation, text, isObserved: false)
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
        try submit(operation, text, isObserved: true)
    }

    /// - Parameter isObserved: whether its events are read. They would otherwise accumulate.
    package func submit(
        _ operation: Operation, _ text: [UInt8], isObserved: Bool
    ) throws(DeployError) -> RunningOperation {
        let flow = try flow(of: operation, text, isObserved: isObserved)
        let background = background.value
        let running = RunningOperation(of: self, in: background, isObserved: isObserved)
        let context = context(of: flow, running, isObserved: isObserved)
        do throws(DeployError) {
            try background.start(running) { flow.begin(context) }
        } catch {
            throw error.with(.notSent, for: operation)
        }
        return running
    }

    /// Checks a request; its operation runs on the thread that waits for it, while it waits.
    ///
    /// - Parameter text: as for `call`.
    /// - Returns: the operation; whoever is done with it calls its `release`.
    public func prepare(_ operation: Operation, _ text: [UInt8]) throws(DeployError) -> RunningOperation {
        let flow = try flow(of: operation, text)
        let run = PreparedRun(in: loops.value, of: operation) { running in
            flow.begin(self.context(of: flow, running))
        }
        return RunningOperation(of: self, run)
    }

    /// A descriptor for event loops, readable for as long as `nextReady` has something to tell; -1 where there is none.
    public var descriptor: Int32 { background.value.readyQueue.descriptor }

    /// The id of an operation with news; nil where none has any.
    public func nextReady() -> UInt64? { background.value.readyQueue.next() }

    /// How far this machine's clock is from the service's; nil where no answer named the time.
    package var clockSkew: ClockSkew? { clock.now == nil ? nil : clock.skew }

    // MARK: Flows

    /// A checked request, and what to do with it once somebody runs it.
    private struct Flow {
        /// nil: each of its calls has its own time.
        let timeoutMS: Int?
        let reportsAnswers: Bool
        let begin: (CallContext) -> Step
    }

    private func flow(
        of operation: Operation, _ text: [UInt8], given: [ExternalField] = [], token: AuthToken? = nil,
        isObserved: Bool = true
    ) throws(DeployError) -> Flow {
        var defaults: [ExternalField] = []
        if let project = configuration.projectID {
            defaults.append(ExternalField("project_id", Array(project.utf8)))
        }
        let prepared = try PreparedRequest(operation, text, given: given, defaults: defaults)
        if !isObserved { try prepared.refuseUnreadResults() }
        try prepared.refuseHaste(at: configuration.endpoint)
        try prepared.refuseForeignIntent()
        do throws(DeployError) {
            let dependencies = try dependencies(token)
            if let composite = Composite(prepared, over: dependencies) {
                return Flow(timeoutMS: composite.timeoutMS, reportsAnswers: prepared.reportsAnswers) { context in
                    composite.begin(context) { .end($0.told(context)) }
                }
            }
            return Flow(
                timeoutMS: prepared.timeoutMS ?? configuration.timeoutMS, reportsAnswers: prepared.reportsAnswers
            ) { context in
                dependencies.call(prepared, context: context) { .end($0.told(context)) }
            }
        } catch {
            throw error.with(.notSent, for: operation)
        }
    }

    private func dependencies(_ token: AuthToken?) throws(DeployError) -> CallDependencies {
        let source: any CredentialSource
        if let token {
            source = FixedSource(.token(token), from: "the caller")
        } else if let configured = chain.configured {
            environment.willUse(configured.parts)
            source = configured
        } else {
            source = try FoundSource(chain)
        }
        return CallDependencies(
            configuration: configuration, source: source, limiter: limiter.value, clock: clock, environment: environment
        )
    }
}

extension Result<[UInt8], DeployError> {
    /// With the warnings of its run, where it is an error; a result has them in itself.
    fileprivate func told(_ context: CallContext) -> Self {
        let warnings = context.warnings.all
        guard !warnings.isEmpty else { return self }
        return mapError { error in
            var error = error
            error.warnings = warnings
            return error
        }
    }
}
