import CodeArtsDeployModel

/// The receivers of an application's notifications, as a bare array: a mailbox, and a robot that needs a key.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowApplicationMsgList.html
enum ShowApplicationMsgList {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let projectID = try call.identifier("project_id")
        let appID = try call.identifier("app_id")
        guard projectID == state.account.projectID else { throw .projectNotFound }
        let application = try state.viewedApplication(appID)
        var json = JSONWriter()
        json.beginArray()
        for (index, type) in ["email", "dingtalk"].enumerated() {
            json.object { json in
                json.member("id", "\(index)")
                json.member("app_id", appID)
                json.member("task_id", application.taskID)
                json.member("msg_type", type)
                json.member("msg_state", "failed")
                json.member("sort_index", index)
                guard type == "dingtalk" else { return }
                json.member("send_url", "https://robot.invalid/send?access_token=emulator-robot-not-a-secret")
                json.member("secret_info", "emulator-robot-key-not-a-secret")
            }
        }
        json.endArray()
        return Reply(status: 200, body: json.bytes)
    }
}
