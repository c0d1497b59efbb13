internal import CodeArtsDeployModel

/// A credential source: temporary keys from IAM in exchange for an identity token (OpenID Connect), so that a pipeline
/// needs no key that lasts. Each renewal begins with a new identity token from the same origin.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/api-iam/iam_13_0605.html (the token of IAM) and
/// https://support.huaweicloud.com/intl/en-us/api-iam/iam_04_0101.html (the key)
final class IDTokenSource: CredentialSource {
    /// What the token of IAM is for: "project", "name", "cn-north-4".
    typealias Scope = (kind: StaticString, by: StaticString, value: String)

    let name: String
    private let provider: [UInt8]
    private let origin: IDTokenOrigin
    private let scope: Scope?
    private let endpoint: Endpoint
    private let kept = PerProcess { CachedCredential(holdsRefusals: false) }

    /// - Parameter provider: the id of IAM's identity provider, checked before.
    init(_ provider: [UInt8], _ origin: IDTokenOrigin, for scope: Scope?, at endpoint: Endpoint) {
        self.provider = provider
        self.origin = origin
        self.scope = scope
        self.endpoint = endpoint
        name = origin.name
    }

    var parts: String { "\(EnvironmentIDToken.provider), \(name)" }

    func credential(for context: CallContext, tries: Int, then: @escaping (Result<Credential, DeployError>) -> Step)
        -> Step
    {
        kept.value.credential(for: context, tries: tries, { self.fetch(for: context, tries: $0, then: $1) }, then: then)
    }

    func drop(_ refused: Credential) -> Bool {
        kept.value.drop(refused)
        return true
    }

    private func fetch(
        for context: CallContext, tries: Int, then: @escaping (Result<CachedCredential.Found, DeployError>) -> Step
    ) -> Step {
        origin.token(for: context, tries: tries) { found in
            switch found {
            case .failure(let error): return then(.failure(error))
            case .success(let identity):
                return self.exchange(identity).send(
                    for: context, tries: tries, { reply throws(DeployError) in try reply.token() }
                ) { found in
                    switch found {
                    case .failure(let error): return then(.failure(error))
                    case .success(let token): return self.fetch(with: token, for: context, tries: tries, then: then)
                    }
                }
            }
        }
    }

    private func fetch(
        with token: Secret, for context: CallContext, tries: Int,
        then: @escaping (Result<CachedCredential.Found, DeployError>) -> Step
    ) -> Step {
        key(token).send(
            for: context, tries: tries,
            { reply throws(DeployError) in try TemporaryKey.read(reply, of: "The answer of IAM", ".") }, then: then)
    }

    private func exchange(_ identity: Secret) -> IAMRequest {
        IAMRequest(
            to: endpoint, "/v3.0/OS-AUTH/id-token/tokens",
            headers: [RequestHeader(prefix: "X-Idp-Id: ", checked: provider)], for: "token", of: "this identity token",
            hiding: identity
        ) {
            Self.auth {
                $0.name("id_token")
                $0.object { json in
                    json.name("id")
                    identity.with { json.string(utf8: $0) }
                }
                guard let scope = self.scope else { return }
                $0.name("scope")
                $0.object {
                    $0.name(scope.kind)
                    $0.object { $0.member(scope.by, scope.value) }
                }
            }
        }
    }

    private func key(_ token: Secret) -> IAMRequest {
        IAMRequest(
            to: endpoint, "/v3.0/OS-CREDENTIAL/securitytokens", for: "temporary key", of: "the token of this identity",
            hiding: token
        ) {
            Self.auth {
                $0.name("identity")
                $0.object {
                    $0.name("methods")
                    $0.beginArray()
                    $0.string("token")
                    $0.endArray()
                    $0.name("token")
                    $0.object { json in
                        json.name("id")
                        token.with { json.string(utf8: $0) }
                        json.member("duration_seconds", Self.keySeconds)
                    }
                }
            }
        }
    }

    /// As long as the official SDK asks for.
    private static let keySeconds = 21_600

    private static func auth(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter(reserving: 8192)
        json.object {
            $0.name("auth")
            $0.object(write)
        }
        return json.bytes
    }
}
