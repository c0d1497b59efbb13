import CodeArtsDeployModel

/// An application, with its task and its steps.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowAppDetailById.html
enum ShowAppDetailById {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let appID = try call.identifier("app_id")
        guard let application = state.account.application(appID) else { throw .taskNotFound }
        return .result(ApplicationView(application, state: state).writeDetail)
    }
}
