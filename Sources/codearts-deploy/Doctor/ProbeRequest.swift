import CodeArtsDeployModel

/// A request that changes nothing, and shows how far requests get.
struct ProbeRequest {
    let operation: Operation
    let text: [UInt8]
    /// Whether it asks for something that there is not.
    private let isVain: Bool

    /// Takes the project of the configuration.
    static let applications = ProbeRequest(
        operation: .listAllApp,
        text: request {
            $0.member("page", 1)
            $0.member("size", 1)
        }, isVain: false)

    /// Nobody has this id; being told so is as good as any answer.
    static let nothing = ProbeRequest(
        operation: .showAppDetailById,
        text: request { $0.member("app_id", String(repeating: "0", count: 32)) }, isVain: true)

    /// Whether the service itself, and not a gateway in front of it, says that there is no such thing.
    func isAnswered(by error: DeployError) -> Bool {
        isVain && error.status == .notFound && !(error.errorCode ?? "").hasPrefix("API")
    }
}
