extension Operation {
    /// Every operation of this version; the one that is called most comes first.
    public static let all: [Operation] = [
        .startDeployTask, .showDeployStatus, .stopDeployTaskRecord, .rollbackRecords, .showAppLog,
        .listDeployTaskHistoryByDate, .showExecutionParams, .showDeployTaskDetail, .showAppDetailById, .listAllApp,
        .listDeployTasks, .updateAppDisableStatus, .showTaskTrigger, .showApplicationMsgList,
        .listTaskSuccessRate, .showProjectSuccessRate, .callAPI, .startMany,
        .listRecords, .findTask, .watch, .deploy, .prepareDeploy, .deployMany,
    ]
}
