import CodeArtsDeployModel

/// A probe: a request that changes nothing and shows how far requests get.
struct ProbeRequest {
    let operation: Operation
    let text: [UInt8]
    /// Whether it asks for something that does not exist.
    private let expectsNotFound: Bool

    /// Needs a project in the configuration.
    static let applications = ProbeRequest(
        operation: .listAllApp,
        text: jsonObject {
            $0.member("page", 1)
            $0.member("size", 1)
        }, expectsNotFound: false)

    /// No application has this id; "not found" is as good as any answer.
    static let nothing = ProbeRequest(
        operation: .showAppDetailById,
        text: jsonObject { $0.member("app_id", String(repeating: "0", count: 32)) }, expectsNotFound: true)

    /// Whether the service itself, and not a gateway in front of it, says that it does not exist.
    func isAnswered(by error: DeployError) -> Bool {
        expectsNotFound && error.status == .notFound && !(error.errorCode ?? "").hasPrefix("API")
    }
}
