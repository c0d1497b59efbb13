extension ServiceState {
    /// The handlers of the operations, by the names of the library's table.
    static var handlers: [String: Router.Handler] {
        [
            "start_deploy_task": StartDeployTask.respond,
            "show_deploy_status": ShowDeployStatus.respond,
            "stop_deploy_task_record": StopDeployTaskRecord.respond,
            "rollback_records": RollbackRecords.respond,
            "show_app_log": ShowAppLog.respond,
            "list_deploy_task_history_by_date": ListDeployTaskHistoryByDate.respond,
            "show_execution_params": ShowExecutionParams.respond,
            "show_deploy_task_detail": ShowDeployTaskDetail.respond,
            "show_app_detail_by_id": ShowAppDetailById.respond,
            "list_all_app": ListAllApp.respond,
            "list_deploy_tasks": ListDeployTasks.respond,
            "update_app_disable_status": UpdateAppDisableStatus.respond,
            "show_task_trigger": ShowTaskTrigger.respond,
            "show_application_msg_list": ShowApplicationMsgList.respond,
            "list_task_success_rate": ListTaskSuccessRate.respond,
            "show_project_success_rate": ShowProjectSuccessRate.respond,
        ]
    }
}

/// The gateway before every operation: checks the path, the size, the credential.
extension ServiceState {
    func respond(to request: Request) -> Reply {
        do throws(ServiceError) {
            guard let (name, handler, call) = router.route(request) else { throw .unknownPath }
            // Before the signature, which covers the whole body.
            guard !request.bodyIsTooLarge else { throw .bodyTooLarge }
            try access.check(request)
            try checkRate(ofOperation: name)
            return try handler(call, self)
        } catch {
            return error.reply(requestID: request.id)
        }
    }
}
