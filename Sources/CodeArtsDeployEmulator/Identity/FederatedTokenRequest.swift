import CodeArtsDeployModel

/// The request for a token in exchange for an identity token:
/// `{"auth": {"id_token": {"id": …}, "scope": {"project": {"id": …}}}}`; the scope may be absent.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-iam/iam_13_0605.html
struct FederatedTokenRequest {
    /// The id of the identity provider.
    let provider: String
    let identity: String
    private let scope: JSONValue?

    init(_ request: Request) throws(ServiceError) {
        guard request.isJSON, let auth = (try? JSONDocument(parsing: request.body))?.root["auth"],
            let identity = auth["id_token"]?["id"]?.string, let provider = request.headers.first(name: "X-Idp-Id")
        else { throw .malformedLogin }
        self.provider = provider
        self.identity = identity
        scope = auth["scope"]
    }

    /// Whether the account has what it is for.
    func isScoped(within account: Account) -> Bool {
        guard let scope else { return true }
        if let project = scope["project"] {
            return account.identityProjects.contains { project.names(id: $0.id, name: $0.name) }
        }
        return scope["domain"]?.names(id: account.user.domainID, name: account.user.domainName) ?? false
    }
}

/// The request for a temporary key: `{"auth": {"identity": {"methods": ["token"], "token": {"id": …}}}}`.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-iam/iam_04_0101.html
struct TemporaryKeyRequest {
    let token: String

    init(_ request: Request) throws(ServiceError) {
        let identity = (try? JSONDocument(parsing: request.body))?.root["auth"]?["identity"]
        guard request.isJSON, identity?["methods"]?.elements.compactMap(\.string) == ["token"],
            let token = identity?["token"]?["id"]?.string ?? request.headers.first(name: "X-Auth-Token")
        else { throw .malformedLogin }
        self.token = token
    }
}
