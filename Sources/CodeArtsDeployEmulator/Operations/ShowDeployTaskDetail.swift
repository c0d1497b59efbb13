import CodeArtsDeployModel

/// A task, with its application.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowDeployTaskDetail.html
enum ShowDeployTaskDetail {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let application = try state.viewedApplication(ofTask: call.identifier("task_id"))
        return .object(ApplicationView(application, state: state).writeTask)
    }
}
