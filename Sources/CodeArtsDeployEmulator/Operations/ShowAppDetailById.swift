import CodeArtsDeployModel

/// An application, with its task and its steps.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-deployman/ShowAppDetailById.html
enum ShowAppDetailById {
    static func respond(to call: Call, state: ServiceState) throws(ServiceError) -> Reply {
        let appID = try call.identifier("app_id")
        let application = try state.viewedApplication(appID)
        return .result(ApplicationView(application, state: state).writeDetail)
    }
}
