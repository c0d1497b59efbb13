import CodeArtsDeployModel

/// An emulated IAM, as far as signing in needs it.
///
/// | call | does |
/// |---|---|
/// | `POST /v3/auth/tokens` | a new token for a user's name and password |
/// | `GET /v3/projects` | IAM's projects, those of one `name` where the query has one |
/// | `GET /v3/auth/projects` | all of them |
/// | `POST /v3.0/OS-AUTH/id-token/tokens` | a new token for an identity token, and the provider in `X-Idp-Id` |
/// | `POST /v3.0/OS-CREDENTIAL/securitytokens` | a new temporary key for a token |
/// | `GET /id-token` | a new identity token, as GitHub gives one to a job |
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-iam/iam_30_0001.html (tokens), iam_13_0605.html (identity
/// tokens), iam_04_0101.html (temporary keys), iam_06_0001.html and iam_06_0003.html (projects)
enum IdentityService {
    static func owns(_ path: Substring) -> Bool {
        path == "/v3/projects" || path.hasPrefix("/v3/auth/") || path.hasPrefix("/v3.0/OS-")
            || path == IdentityTokenIssuer.path
    }

    static func respond(to request: Request, state: ServiceState) -> Reply {
        do throws(ServiceError) {
            switch (request.method, request.path) {
            case (.POST, "/v3/auth/tokens"):
                return try logIn(TokenRequest(request), state)
            case (.GET, "/v3/projects"):
                try state.access.check(request)
                return projects(of: state.account, named: request.query["name"])
            case (.GET, "/v3/auth/projects"):
                try state.access.check(request)
                return projects(of: state.account, named: nil)
            case (.POST, "/v3.0/OS-AUTH/id-token/tokens"):
                return try exchange(FederatedTokenRequest(request), state)
            case (.POST, "/v3.0/OS-CREDENTIAL/securitytokens"):
                try state.access.check(token: TemporaryKeyRequest(request).token)
                return Reply(status: 201, body: state.access.issueKey().json)
            case (.GET, let path) where path == IdentityTokenIssuer.path:
                return try IdentityTokenIssuer.respond(to: request, state)
            default:
                throw .unknownIdentityPath
            }
        } catch {
            return error.reply(requestID: request.id)
        }
    }

    /// The token is in a header, and all about it in the body.
    private static func logIn(_ request: TokenRequest, _ state: ServiceState) throws(ServiceError) -> Reply {
        let user = state.account.user
        guard request.isFrom(user) else { throw .wrongPassword }
        guard let scope = request.scope(in: state.account) else { throw .unknownScope }
        return issued(by: request.methods, state) { json, domain in
            json.name("user")
            Named(id: user.id, name: user.name).write(to: &json, in: domain)
            switch scope {
            case .project(let project):
                json.name("project")
                Named(id: project.id, name: project.name).write(to: &json, in: domain)
            case .domain:
                json.name("domain")
                domain.write(to: &json)
            }
        }
    }

    /// An identity has no user: IAM maps it to a group.
    private static func exchange(_ request: FederatedTokenRequest, _ state: ServiceState) throws(ServiceError) -> Reply
    {
        let provider = state.account.identityProvider.id
        guard request.provider == provider, state.access.isIdentityToken(request.identity) else { throw .wrongIdentity }
        guard request.isScoped(within: state.account) else { throw .unknownScope }
        return issued(by: ["mapped"], state) { json, domain in
            json.name("user")
            Named(id: provider, name: provider).write(to: &json, in: domain)
        }
    }

    private static func issued(
        by methods: [String], _ state: ServiceState, to bearer: (inout JSONWriter, Named) -> Void
    ) -> Reply {
        let user = state.account.user
        let (token, issued, end) = state.access.issueToken()
        var json = JSONWriter()
        json.object {
            $0.name("token")
            $0.object {
                $0.member("expires_at", end.iso)
                $0.member("issued_at", issued.iso)
                $0.name("methods")
                $0.beginArray()
                for method in methods { $0.string(method) }
                $0.endArray()
                bearer(&$0, Named(id: user.domainID, name: user.domainName))
            }
        }
        return Reply(status: 201, headers: [("X-Subject-Token", token)], body: json.bytes)
    }

    private static func projects(of account: Account, named name: String?) -> Reply {
        var json = JSONWriter()
        json.beginObject()
        json.name("projects")
        json.beginArray()
        for project in account.identityProjects where name == nil || name == project.name {
            json.object {
                $0.member("id", project.id)
                $0.member("name", project.name)
                $0.member("domain_id", account.user.domainID)
                $0.member("parent_id", account.user.domainID)
                $0.name("enabled")
                $0.boolean(true)
                $0.name("is_domain")
                $0.boolean(false)
                $0.member("description", "")
            }
        }
        json.endArray()
        json.endObject()
        return Reply(status: 200, body: json.bytes)
    }
}

/// IAM's reference to a user, a project or a domain.
private struct Named {
    let id: String
    let name: String

    func write(to json: inout JSONWriter, in domain: Named? = nil) {
        json.object {
            $0.member("id", id)
            $0.member("name", name)
            if let domain {
                $0.name("domain")
                domain.write(to: &$0)
            }
        }
    }
}
