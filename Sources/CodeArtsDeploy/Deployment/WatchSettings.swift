internal import CodeArtsDeployModel

/// The settings of a watch.
struct WatchSettings {
    let timeoutMS: Int
    let intervalMS: Int
    let stopsOnTimeout: Bool
    let stopsOnCancel: Bool
    let readsLog: Bool
    /// nil: found when it is needed.
    private(set) var appID: String?
    /// nil where it is not known.
    private(set) var projectID: String?

    /// - Parameter request: the checked request of watch or deploy.
    init(_ request: JSONValue) {
        timeoutMS = request["timeout_ms"]?.integer ?? Defaults.watchMS
        intervalMS = request["interval_ms"]?.integer ?? Defaults.intervalMS
        stopsOnTimeout = request["on_timeout"].isText("stop")
        stopsOnCancel = request["on_cancel"].isText("stop")
        readsLog = request["log"]?.boolean ?? true
        appID = request["app_id"]?.string
        projectID = request["project_id"]?.string
    }

    /// The same with an application and a project that are known by now.
    func with(appID: String?, projectID: String?) -> WatchSettings {
        var settings = self
        settings.appID = self.appID ?? appID
        settings.projectID = projectID ?? self.projectID
        return settings
    }
}

extension Optional<JSONValue> {
    /// Whether it is there, and is this text.
    func isText(_ text: StaticString) -> Bool { self?.isText(text) ?? false }
}
