public import CodeArtsDeploy
public import CodeArtsDeployModel

/// What is made of several calls, with its types, for a task that must not block its thread.
extension Client {
    /// Follows a deployment to its end, whoever started it.
    ///
    /// - Returns: one that succeeded. Any other end is an error, whose `deployment` tells how it went.
    public func watch(_ request: WatchRequest) async throws(DeployError) -> Deployment {
        try await typed(.watch, request.json)
    }

    /// The same, and reports what it sees.
    public func watch(
        _ request: WatchRequest, onEvent: (OperationEvent) async -> Void
    ) async throws(DeployError) -> Deployment {
        try await watch(request) { event, _ in await onEvent(event) }
    }

    /// The same, with the time of each event and what it is about.
    public func watch(
        _ request: WatchRequest, onEvent: (OperationEvent, EventOrigin) async -> Void
    ) async throws(DeployError) -> Deployment {
        try await typed(.watch, request.json, onEvent: onEvent)
    }

    /// Starts a deployment once and follows it to its end. A start whose answer is lost is looked for among the task's
    /// records, and never repeated.
    ///
    /// - Returns: one that succeeded. Any other end is an error, whose `deployment` tells how it went.
    public func deploy(_ request: DeployRequest) async throws(DeployError) -> Deployment {
        try await typed(.deploy, request.json)
    }

    /// The same, and reports what it does and sees.
    public func deploy(
        _ request: DeployRequest, onEvent: (OperationEvent) async -> Void
    ) async throws(DeployError) -> Deployment {
        try await deploy(request) { event, _ in await onEvent(event) }
    }

    /// The same, with the time of each event and what it is about.
    public func deploy(
        _ request: DeployRequest, onEvent: (OperationEvent, EventOrigin) async -> Void
    ) async throws(DeployError) -> Deployment {
        try await typed(.deploy, request.json, onEvent: onEvent)
    }

    /// Looks whether a deployment could be started now, and starts nothing. A reason against it is an error, whose
    /// `checks` tell what was looked at.
    public func dryRun(_ request: DeployRequest) async throws(DeployError) -> DryRunResponse {
        try await typed(.deploy, request.dryRun)
    }

    /// Describes a deployment before it is started, and starts nothing.
    ///
    /// - Returns: its intent, to be kept by whoever keeps state.
    public func prepareDeploy(_ request: DeployRequest) async throws(DeployError) -> PrepareDeployResponse {
        try await typed(.prepareDeploy, request.preparation)
    }

    /// Starts by an intent that was prepared for the same request, and follows it to its end.
    public func deploy(
        _ request: DeployRequest, by intent: PrepareDeployResponse
    ) async throws(DeployError) -> Deployment {
        try await typed(.deploy, request.started(by: intent))
    }

    /// Finds out what became of an intent, in any process and at any later time. Starts nothing.
    public func settle(
        _ request: DeployRequest, by intent: PrepareDeployResponse
    ) async throws(DeployError) -> SettleResponse {
        try await typed(.deploy, request.settling(intent))
    }

    /// Starts many deployments, a bounded number of them at once; returns when each has its answer, whatever it is.
    public func startMany(_ request: StartManyRequest) async throws(DeployError) -> StartManyResponse {
        try await typed(.startMany, request.json)
    }

    /// The same, and keeps none of the results.
    ///
    /// - Parameter onResult: takes each in the order in which they come. No more are started while a thousand wait for
    ///   it.
    public func startMany(
        _ request: StartManyRequest, onResult: (StartResult) async -> Void
    ) async throws(DeployError) -> StartCounts {
        try await typed(.startMany, request.streamed) { event, _ in
            if case .result(let result) = event { await onResult(result) }
        }
    }

    /// Deploys many applications in waves, and follows each to its end.
    ///
    /// - Returns: that all succeeded. Any other end is an error, whose `release` tells how each item ended.
    public func deployMany(_ request: DeployManyRequest) async throws(DeployError) -> DeployManyResponse {
        try await typed(.deployMany, request.json)
    }

    /// The same, and reports what it does and sees.
    public func deployMany(
        _ request: DeployManyRequest, onEvent: (OperationEvent, EventOrigin) async -> Void
    ) async throws(DeployError) -> DeployManyResponse {
        try await typed(.deployMany, request.json, onEvent: onEvent)
    }

    /// The deployments of a task over as many pages and days as it takes, the newest first.
    public func listRecords(_ request: ListRecordsRequest) async throws(DeployError) -> ListRecordsResponse {
        try await typed(.listRecords, request.json)
    }

    /// The deployment task of the one application that has a name.
    public func findTask(_ request: FindTaskRequest) async throws(DeployError) -> FindTaskResponse {
        try await typed(.findTask, request.json)
    }

    /// Calls any other API of the service, signed and checked. Nothing but a GET is ever repeated.
    public func callAPI(_ request: CallAPIRequest) async throws(DeployError) -> CallAPIResponse {
        try await typed(.callAPI, request.json)
    }

    private func typed<Reply: TypedReply>(
        _ operation: Operation, _ request: [UInt8], onEvent: (OperationEvent, EventOrigin) async -> Void
    ) async throws(DeployError) -> Reply {
        let result = try await perform(operation, request) { event in
            // Every event is an object that this library has written.
            guard let document = try? JSONDocument(parsing: event) else { return }
            await onEvent(OperationEvent(reading: document.root), EventOrigin(reading: document.root))
        }
        return try operation.typed(result)
    }
}
