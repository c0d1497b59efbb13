// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    public import CodeArtsDeployModel

    /// Every operation of the service with its own types, on the thread that asks. What the types do not have, such as
    /// `_options`, goes through `call`.
    extension Client {
        /// Starts a deployment. A reply means that the service made a record, not that the deployment succeeded.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html
        public func startDeployTask(_ request: StartDeployTaskRequest) throws(DeployError) -> StartDeployTaskResponse {
            try typed(.startDeployTask, request.json)
        }

        /// Tells where a deployment and its steps stand.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowDeployStatus.html
        public func showDeployStatus(_ request: ShowDeployStatusRequest) throws(DeployError) -> ShowDeployStatusResponse
        {
            try typed(.showDeployStatus, request.json)
        }

        /// Ends a deployment that runs. Stopping one twice does no harm.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/StopDeployTaskRecordV2.html
        public func stopDeployTaskRecord(_ recordID: String, ofTask taskID: String) throws(DeployError)
            -> StopDeployTaskRecordResponse
        {
            try typed(.stopDeployTaskRecord, RequestText.record(recordID, ofTask: taskID))
        }

        /// Starts a deployment of what an earlier record deployed.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/RollbackRecords.html
        public func rollbackRecords(to recordID: String, ofTask taskID: String) throws(DeployError)
            -> RollbackRecordsResponse
        {
            try typed(.rollbackRecords, RequestText.record(recordID, ofTask: taskID))
        }

        /// Reads a part of a deployment's log.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowAppLog.html
        public func showAppLog(_ request: ShowAppLogRequest) throws(DeployError) -> ShowAppLogResponse {
            try typed(.showAppLog, request.json)
        }

        /// One page of a task's deployments, of at most 30 days.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListDeployTaskHistoryByDate.html
        public func listDeployTaskHistoryByDate(_ request: ListDeployTaskHistoryByDateRequest) throws(DeployError)
            -> ListDeployTaskHistoryByDateResponse
        {
            try typed(.listDeployTaskHistoryByDate, request.json)
        }

        /// Tells which parameters a deployment had.
        ///
        /// - Parameter recordID: nil: the last one.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowExecutionParams.html
        public func showExecutionParams(of recordID: String? = nil, ofTask taskID: String) throws(DeployError)
            -> ShowExecutionParamsResponse
        {
            try typed(.showExecutionParams, RequestText.record(recordID, ofTask: taskID))
        }

        /// Describes a task; the service asks to use `showAppDetailById` instead.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowDeployTaskDetail.html
        public func showDeployTaskDetail(_ taskID: String) throws(DeployError) -> ShowDeployTaskDetailResponse {
            try typed(.showDeployTaskDetail, RequestText.task(taskID))
        }

        /// Describes an application; the first of its `arrangeInfos` is its task.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowAppDetailById.html
        public func showAppDetailById(_ appID: String) throws(DeployError) -> ShowAppDetailByIdResponse {
            try typed(.showAppDetailById, RequestText.application(appID))
        }

        /// One page of a project's applications.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListAllApp.html
        public func listAllApp(_ request: ListAllAppRequest) throws(DeployError) -> ListAllAppResponse {
            try typed(.listAllApp, request.json)
        }

        /// One page of a project's tasks; the service asks to use `listAllApp` instead.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListDeployTasks.html
        public func listDeployTasks(_ request: ListDeployTasksRequest) throws(DeployError) -> ListDeployTasksResponse {
            try typed(.listDeployTasks, request.json)
        }

        /// Forbids or permits the deployment of an application.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/UpdateAppDisableStatus.html
        public func updateAppDisableStatus(_ request: UpdateAppDisableStatusRequest) throws(DeployError)
            -> UpdateAppDisableStatusResponse
        {
            try typed(.updateAppDisableStatus, request.json)
        }

        /// Tells how often the deployments of some tasks succeeded, in at most a year.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListTaskSuccessRate.html
        public func listTaskSuccessRate(_ request: ListTaskSuccessRateRequest) throws(DeployError)
            -> ListTaskSuccessRateResponse
        {
            try typed(.listTaskSuccessRate, request.json)
        }

        /// Tells how often the deployments of a project succeeded, in at most a year.
        ///
        /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowProjectSuccessRate.html
        public func showProjectSuccessRate(_ request: ShowProjectSuccessRateRequest) throws(DeployError)
            -> ShowProjectSuccessRateResponse
        {
            try typed(.showProjectSuccessRate, request.json)
        }

        // MARK: Several calls in one, and any other; JSON as in the C header

        /// Follows a deployment to its end. An error tells how it ended where that is not well.
        public func watch(_ request: [UInt8]) throws(DeployError) -> [UInt8] { try call(.watch, request) }

        /// Starts a deployment and follows it to its end.
        public func deploy(_ request: [UInt8]) throws(DeployError) -> [UInt8] { try call(.deploy, request) }

        /// Starts many deployments, a bounded number of them at once.
        public func startMany(_ request: [UInt8]) throws(DeployError) -> [UInt8] { try call(.startMany, request) }

        /// Lists the deployments of a task over as many pages and days as it takes, the newest first.
        public func listRecords(_ request: [UInt8]) throws(DeployError) -> [UInt8] { try call(.listRecords, request) }

        /// Calls any other operation of the service, signed and checked.
        public func callAPI(_ request: [UInt8]) throws(DeployError) -> [UInt8] { try call(.callAPI, request) }

        private func typed<Reply: TypedReply>(_ operation: Operation, _ request: [UInt8]) throws(DeployError) -> Reply {
            try operation.typed(try call(operation, request))
        }
    }
#endif
