import CodeArtsDeployModel

/// An emulated issuer of identity tokens (OpenID Connect), in the form in which a job of GitHub asks for one:
/// `GET ACTIONS_ID_TOKEN_REQUEST_URL&audience=…` with a bearer token.
enum IdentityTokenIssuer {
    static let path = "/id-token"

    static func respond(to request: Request, _ state: ServiceState) throws(ServiceError) -> Reply {
        let bearer = "Bearer \(state.account.identityProvider.requestToken)"
        guard request.headers.first(name: "Authorization") == bearer else { throw .unknownScope }
        var json = JSONWriter()
        json.object { $0.member("value", state.access.issueIdentityToken()) }
        return Reply(status: 200, body: json.bytes)
    }
}
