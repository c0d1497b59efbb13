public import CodeArtsDeploy
public import CodeArtsDeployModel

/// Every operation of the service with its own types, for a task that must not block its thread.
extension Client {
    /// Starts a deployment. A reply means that the service made a record, not that the deployment succeeded.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html
    public func startDeployTask(_ request: StartDeployTaskRequest) async throws(DeployError) -> StartDeployTaskResponse
    {
        try await typed(.startDeployTask, request.json)
    }

    /// Tells where a deployment and its steps stand.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowDeployStatus.html
    public func showDeployStatus(_ request: ShowDeployStatusRequest) async throws(DeployError)
        -> ShowDeployStatusResponse
    {
        try await typed(.showDeployStatus, request.json)
    }

    /// Ends a deployment that runs. Stopping one twice does no harm.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/StopDeployTaskRecordV2.html
    public func stopDeployTaskRecord(_ recordID: String, ofTask taskID: String) async throws(DeployError)
        -> StopDeployTaskRecordResponse
    {
        try await typed(.stopDeployTaskRecord, RequestText.record(recordID, ofTask: taskID))
    }

    /// Starts a deployment of what an earlier record deployed.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/RollbackRecords.html
    public func rollbackRecords(to recordID: String, ofTask taskID: String) async throws(DeployError)
        -> RollbackRecordsResponse
    {
        try await typed(.rollbackRecords, RequestText.record(recordID, ofTask: taskID))
    }

    /// Reads a part of a deployment's log.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowAppLog.html
    public func showAppLog(_ request: ShowAppLogRequest) async throws(DeployError) -> ShowAppLogResponse {
        try await typed(.showAppLog, request.json)
    }

    /// One page of a task's deployments, of at most 30 days.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListDeployTaskHistoryByDate.html
    public func listDeployTaskHistoryByDate(_ request: ListDeployTaskHistoryByDateRequest) async throws(DeployError)
        -> ListDeployTaskHistoryByDateResponse
    {
        try await typed(.listDeployTaskHistoryByDate, request.json)
    }

    /// Tells which parameters a deployment had.
    ///
    /// - Parameter recordID: nil: the last one.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowExecutionParams.html
    public func showExecutionParams(of recordID: String? = nil, ofTask taskID: String) async throws(DeployError)
        -> ShowExecutionParamsResponse
    {
        try await typed(.showExecutionParams, RequestText.record(recordID, ofTask: taskID))
    }

    /// Describes a task; the service asks to use `showAppDetailById` instead.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowDeployTaskDetail.html
    public func showDeployTaskDetail(_ taskID: String) async throws(DeployError) -> ShowDeployTaskDetailResponse {
        try await typed(.showDeployTaskDetail, RequestText.task(taskID))
    }

    /// Describes an application; the first of its `arrangeInfos` is its task.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowAppDetailById.html
    public func showAppDetailById(_ appID: String) async throws(DeployError) -> ShowAppDetailByIdResponse {
        try await typed(.showAppDetailById, RequestText.application(appID))
    }

    /// One page of a project's applications.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListAllApp.html
    public func listAllApp(_ request: ListAllAppRequest) async throws(DeployError) -> ListAllAppResponse {
        try await typed(.listAllApp, request.json)
    }

    /// One page of a project's tasks; the service asks to use `listAllApp` instead.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListDeployTasks.html
    public func listDeployTasks(_ request: ListDeployTasksRequest) async throws(DeployError) -> ListDeployTasksResponse
    {
        try await typed(.listDeployTasks, request.json)
    }

    /// Forbids or permits the deployment of an application.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/UpdateAppDisableStatus.html
    public func updateAppDisableStatus(_ request: UpdateAppDisableStatusRequest) async throws(DeployError)
        -> UpdateAppDisableStatusResponse
    {
        try await typed(.updateAppDisableStatus, request.json)
    }

    /// Tells how often the deployments of some tasks succeeded, in at most a year.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ListTaskSuccessRate.html
    public func listTaskSuccessRate(_ request: ListTaskSuccessRateRequest) async throws(DeployError)
        -> ListTaskSuccessRateResponse
    {
        try await typed(.listTaskSuccessRate, request.json)
    }

    /// Tells how often the deployments of a project succeeded, in at most a year.
    ///
    /// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowProjectSuccessRate.html
    public func showProjectSuccessRate(_ request: ShowProjectSuccessRateRequest) async throws(DeployError)
        -> ShowProjectSuccessRateResponse
    {
        try await typed(.showProjectSuccessRate, request.json)
    }

    // MARK: Several calls in one, and any other; JSON as in the C header

    /// Follows a deployment to its end. An error tells how it ended where that is not well.
    public func watch(_ request: [UInt8]) async throws(DeployError) -> [UInt8] { try await perform(.watch, request) }

    /// Starts a deployment and follows it to its end.
    public func deploy(_ request: [UInt8]) async throws(DeployError) -> [UInt8] { try await perform(.deploy, request) }

    /// Starts many deployments, a bounded number of them at once.
    public func startMany(_ request: [UInt8]) async throws(DeployError) -> [UInt8] {
        try await perform(.startMany, request)
    }

    /// Lists the deployments of a task over as many pages and days as it takes, the newest first.
    public func listRecords(_ request: [UInt8]) async throws(DeployError) -> [UInt8] {
        try await perform(.listRecords, request)
    }

    /// Calls any other operation of the service, signed and checked.
    public func callAPI(_ request: [UInt8]) async throws(DeployError) -> [UInt8] {
        try await perform(.callAPI, request)
    }

    func typed<Reply: TypedReply>(_ operation: Operation, _ request: [UInt8]) async throws(DeployError) -> Reply {
        try operation.typed(try await perform(operation, request))
    }
}
