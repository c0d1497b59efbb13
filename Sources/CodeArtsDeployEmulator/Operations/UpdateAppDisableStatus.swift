/// Lets an application be deployed, or not.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/UpdateAppDisableStatus.html
enum UpdateAppDisableStatus {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let appID = try call.identifier("app_id")
        guard let isDisabled = try call.jsonBody()["is_disable"]?.boolean else { throw .invalidParameter }
        guard let taskID = state.behaviour.applications[appID]?.taskID else { throw .taskNotFound }
        if isDisabled { state.behaviour.disabled.insert(taskID) } else { state.behaviour.disabled.remove(taskID) }
        return .object { $0.member("status", "success") }
    }
}
