import CodeArtsDeployModel

/// The request for a token, read as the documents have it:
/// `{"auth": {"identity": {"methods": ["password"], "password": {"user": {…}}}, "scope": {"project": {"name": …}}}}`.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html and, with a second factor,
/// iam_03_0006.html
struct TokenRequest {
    /// The scope of the token.
    enum Scope {
        case project(Account.Project)
        case domain
    }

    let methods: [String]
    private let name: String
    private let password: String
    private let domain: String
    /// The code of a second factor, which names the user by the id.
    private let passcode: (userID: String, code: String)?
    private let wantedProject: JSONValue?
    private let wantedDomain: JSONValue?

    init(_ request: Request) throws(ServiceError) {
        guard request.isJSON, let auth = (try? JSONDocument(parsing: request.body))?.root["auth"],
            let identity = auth["identity"], let user = identity["password"]?["user"],
            let name = user["name"]?.string, let password = user["password"]?.string,
            let domain = user["domain"]?["name"]?.string
        else { throw .malformedLogin }
        self.name = name
        self.password = password
        self.domain = domain
        methods = identity["methods"]?.elements.compactMap(\.string) ?? []
        passcode = try Self.passcode(in: identity, methods)
        wantedProject = auth["scope"]?["project"]
        wantedDomain = auth["scope"]?["domain"]
        let scopes = [wantedProject, wantedDomain].compactMap { $0 }
        guard scopes.count == 1, scopes[0]["id"]?.string != nil || scopes[0]["name"]?.string != nil else {
            throw .malformedLogin
        }
    }

    /// Whether everything that was said about the user is right.
    func isFrom(_ user: Account.User) -> Bool {
        name == user.name && password == user.password && domain == user.domainName
            && (passcode.map { $0.userID == user.id && $0.code == user.passcode } ?? true)
    }

    /// Nil where the account has no such project or domain.
    func scope(in account: Account) -> Scope? {
        if let wantedProject {
            return account.identityProjects.first { wantedProject.names(id: $0.id, name: $0.name) }.map(Scope.project)
        }
        let isOurs = wantedDomain?.names(id: account.user.domainID, name: account.user.domainName) ?? false
        return isOurs ? .domain : nil
    }

    private static func passcode(
        in identity: JSONValue, _ methods: [String]
    ) throws(ServiceError) -> (userID: String, code: String)? {
        switch methods {
        case ["password"]: return nil
        case ["password", "totp"]:
            let user = identity["totp"]?["user"]
            guard let id = user?["id"]?.string, let code = user?["passcode"]?.string else { throw .malformedLogin }
            return (id, code)
        default: throw .malformedLogin
        }
    }
}

extension JSONValue {
    /// Whether what this says of id and name, at least one of them, is right.
    func names(id: String, name: String) -> Bool {
        (self["id"]?.string ?? id) == id && (self["name"]?.string ?? name) == name
    }
}
