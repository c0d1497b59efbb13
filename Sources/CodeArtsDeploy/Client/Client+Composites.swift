// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    public import CodeArtsDeployModel

    extension Deployment: TypedReply {}
    extension DryRunResponse: TypedReply {}
    extension PrepareDeployResponse: TypedReply {}
    extension SettleResponse: TypedReply {}
    extension ListRecordsResponse: TypedReply {}
    extension FindTaskResponse: TypedReply {}
    extension StartManyResponse: TypedReply {}
    extension StartCounts: TypedReply {}
    extension DeployManyResponse: TypedReply {}
    extension CallAPIResponse: TypedReply {}

    /// What is made of several calls, with its types, on the thread that asks.
    extension Client {
        /// Follows a deployment to its end, whoever started it.
        ///
        /// - Returns: one that succeeded. Any other end is an error, whose `deployment` tells how it went.
        public func watch(_ request: WatchRequest) throws(DeployError) -> Deployment {
            try Operation.watch.typed(try call(.watch, request.json))
        }

        /// Starts a deployment once and follows it to its end. A start whose answer is lost is looked for among the
        /// task's records, and never repeated.
        ///
        /// - Returns: one that succeeded. Any other end is an error, whose `deployment` tells how it went.
        public func deploy(_ request: DeployRequest) throws(DeployError) -> Deployment {
            try Operation.deploy.typed(try call(.deploy, request.json))
        }

        /// Looks whether a deployment could be started now, and starts nothing. A reason against it is an error, whose
        /// `checks` tell what was looked at.
        public func dryRun(_ request: DeployRequest) throws(DeployError) -> DryRunResponse {
            try Operation.deploy.typed(try call(.deploy, request.dryRun))
        }

        /// Describes a deployment before it is started, and starts nothing.
        ///
        /// - Returns: its intent, to be kept by whoever keeps state.
        public func prepareDeploy(_ request: DeployRequest) throws(DeployError) -> PrepareDeployResponse {
            try Operation.prepareDeploy.typed(try call(.prepareDeploy, request.preparation))
        }

        /// Starts by an intent that was prepared for the same request, and follows it to its end.
        public func deploy(
            _ request: DeployRequest, by intent: PrepareDeployResponse
        ) throws(DeployError) -> Deployment {
            try Operation.deploy.typed(try call(.deploy, request.started(by: intent)))
        }

        /// Finds out what became of an intent, in any process and at any later time. Starts nothing.
        public func settle(
            _ request: DeployRequest, by intent: PrepareDeployResponse
        ) throws(DeployError) -> SettleResponse {
            try Operation.deploy.typed(try call(.deploy, request.settling(intent)))
        }

        /// Starts many deployments, a bounded number of them at once; returns when each has its answer, whatever it is.
        public func startMany(_ request: StartManyRequest) throws(DeployError) -> StartManyResponse {
            try Operation.startMany.typed(try call(.startMany, request.json))
        }

        /// Deploys many applications in waves, and follows each to its end.
        ///
        /// - Returns: that all succeeded. Any other end is an error, whose `release` tells how each item ended.
        public func deployMany(_ request: DeployManyRequest) throws(DeployError) -> DeployManyResponse {
            try Operation.deployMany.typed(try call(.deployMany, request.json))
        }

        /// The deployments of a task over as many pages and days as it takes, the newest first.
        public func listRecords(_ request: ListRecordsRequest) throws(DeployError) -> ListRecordsResponse {
            try Operation.listRecords.typed(try call(.listRecords, request.json))
        }

        /// The deployment task of the one application that has a name.
        public func findTask(_ request: FindTaskRequest) throws(DeployError) -> FindTaskResponse {
            try Operation.findTask.typed(try call(.findTask, request.json))
        }

        /// Calls any other API of the service, signed and checked. Nothing but a GET is ever repeated.
        public func callAPI(_ request: CallAPIRequest) throws(DeployError) -> CallAPIResponse {
            try Operation.callAPI.typed(try call(.callAPI, request.json))
        }
    }
#endif
