internal import CodeArtsDeployModel

/// A credential source: tokens from IAM by user and password. One is cached and renewed before it ends, by one thread.
final class IAMSource: CredentialSource {
    let name: String
    let parts: String
    private let login: IAMLogin
    private let endpoint: Endpoint
    private let kept = PerProcess { CachedCredential(holdsRefusals: true) }

    init(_ login: IAMLogin, at endpoint: Endpoint, name: String, parts: String? = nil) {
        self.parts = parts ?? name
        self.login = login
        self.endpoint = endpoint
        self.name = name
    }

    func credential(for context: CallContext, tries: Int, then: @escaping (Result<Credential, DeployError>) -> Step)
        -> Step
    {
        kept.value.credential(for: context, tries: tries, { self.fetch(for: context, tries: $0, then: $1) }, then: then)
    }

    func drop(_ refused: Credential) -> Bool {
        kept.value.drop(refused)
        return true
    }

    /// `POST /v3/auth/tokens`. The catalog would make the answer many times larger, so it is declined.
    private func fetch(
        for context: CallContext, tries: Int, then: @escaping (Result<CachedCredential.Found, DeployError>) -> Step
    ) -> Step {
        let login = login
        let request = IAMRequest(
            to: endpoint, "/v3/auth/tokens", query: [QueryItem("nocatalog", "true")], for: "token",
            of: "this user and password", hiding: login.password, login.passcode?.code, body: { login.body })
        return request.send(
            for: context, tries: tries, { reply throws(DeployError) in try Self.found(in: reply) }, then: then)
    }

    /// The token comes in a header, and its end in the body.
    private static func found(in reply: HTTPReply) throws(DeployError) -> CachedCredential.Found {
        let token = try reply.token()
        let described = (try? JSONDocument(parsing: reply.service.body))?.root["token"]
        let seconds = CredentialLifetime.seconds(
            until: described?["expires_at"]?.string, from: described?["issued_at"]?.string, or: reply.date)
        return CachedCredential.Found(.token(AuthToken(token)), lasts: seconds)
    }
}
