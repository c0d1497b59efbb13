public import CodeArtsDeploy
public import CodeArtsDeployModel

/// Operations by their ids alone, and what goes and comes as JSON. Generated/Client+Calls.swift has every operation of
/// the service by its request.
extension Client {
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

    // MARK: Several calls in one, and any other; JSON as in the C header

    /// Follows a deployment to its end. Any other end than a success is an error that says how it ended.
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

    /// Finds the deployment task of the one application that has a name.
    public func findTask(_ request: [UInt8]) async throws(DeployError) -> [UInt8] {
        try await perform(.findTask, request)
    }

    /// Calls any other operation of the service, signed and checked.
    public func callAPI(_ request: [UInt8]) async throws(DeployError) -> [UInt8] {
        try await perform(.callAPI, request)
    }

    func typed<Reply: TypedReply>(_ operation: Operation, _ request: [UInt8]) async throws(DeployError) -> Reply {
        try operation.typed(try await perform(operation, request))
    }
}
