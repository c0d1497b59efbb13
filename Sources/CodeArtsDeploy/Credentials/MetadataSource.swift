internal import CPlatform
internal import CodeArtsDeployModel

/// A credential source: the temporary keys of an ECS's agency, from its metadata service.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/usermanual-ecs/ecs_03_0166.html
final class MetadataSource: CredentialSource {
    let name = "the ECS metadata service"
    private let endpoint: Endpoint
    private let kept = PerProcess { CachedCredential(holdsRefusals: false) }

    /// The service is on this machine's own network: an answer takes milliseconds, or does not come.
    private static let timeoutMS = 3000

    init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
    }

    var parts: String { "\(name) at \(endpoint.url)" }

    func credential(for context: CallContext, tries: Int, then: @escaping (Result<Credential, DeployError>) -> Step)
        -> Step
    {
        kept.value.credential(for: context, tries: tries, { self.fetch(for: context, tries: $0, then: $1) }, then: then)
    }

    func drop(_ refused: Credential) -> Bool {
        kept.value.drop(refused)
        return true
    }

    private static var subject: String { "The answer of the ECS metadata service" }

    /// Newer metadata services want a token of their own with each question; older ones do not know the call.
    private func fetch(
        for context: CallContext, tries: Int, then: @escaping (Result<CachedCredential.Found, DeployError>) -> Step
    ) -> Step {
        let lifetime = RequestHeader(prefix: "X-Metadata-Token-Ttl-Seconds: ", checked: Array("21600".utf8))
        let session = request("PUT", "/meta-data/latest/api/token", [lifetime], context, tries)
        return session.send({ answer throws(DeployError) in try Self.session(in: answer) }) { found in
            switch found {
            case .failure(let error): return then(.failure(error))
            case .success(let token):
                let keys = self.request("GET", "/openstack/latest/securitykey", Self.headers(token), context, tries)
                return keys.send(
                    { answer throws(DeployError) in
                        do throws(DeployError) {
                            return try self.key(in: answer)
                        } catch {
                            // An answer may repeat what it was asked with.
                            var redaction = Redaction()
                            redaction.add(token)
                            throw redaction.applied(to: error)
                        }
                    }, then: then)
            }
        }
    }

    /// The token for the next question; empty where it needs none. A service that fails is asked again; one that
    /// refuses does not know the call.
    private static func session(in answer: Result<HTTPReply, TransportFailure>) throws(DeployError) -> Secret {
        let reply = try received(answer).service
        if reply.httpStatus >= 500 || reply.httpStatus == 429 { throw failure(reply) }
        return Secret(reply.httpStatus == 200 && StringRule.token.accepts(reply.body) ? reply.body[...] : [])
    }

    private static func headers(_ token: Secret) -> [RequestHeader] {
        token.with { $0.isEmpty ? [] : [RequestHeader(prefix: "X-Metadata-Token: ", checked: Array($0))] }
    }

    private static func failure(_ reply: ServiceReply) -> DeployError {
        DeployError(
            reply.httpStatus == 429 ? .throttled : .service,
            "The ECS metadata service could give no key (HTTP \(reply.httpStatus)).", of: reply)
    }

    private static func received(_ answer: Result<HTTPReply, TransportFailure>) throws(DeployError) -> HTTPReply {
        do throws(TransportFailure) {
            return try answer.get()
        } catch {
            throw DeployError(error.status, "The ECS metadata service does not answer: \(error.reason).")
        }
    }

    private func key(in answer: Result<HTTPReply, TransportFailure>) throws(DeployError) -> CachedCredential.Found {
        let whole = try Self.received(answer)
        let reply = whole.service
        if reply.httpStatus >= 500 || reply.httpStatus == 429 { throw Self.failure(reply) }
        guard reply.httpStatus == 200 else {
            throw DeployError(
                .authentication,
                "The ECS metadata service gives no key (HTTP \(reply.httpStatus)): has the ECS an agency?", of: reply)
        }
        return try TemporaryKey.read(whole, of: Self.subject, ": has the ECS an agency?")
    }

    /// Never through a proxy: that one would answer with the keys of its own machine.
    private func request(
        _ method: String, _ path: String, _ headers: [RequestHeader], _ context: CallContext, _ tries: Int
    ) -> CredentialRequest {
        let url = endpoint.url + path
        return CredentialRequest(context, tries: tries) { () throws(DeployError) in
            let wire = try WireRequest(method: method, url: url, headers: RequestHeaders(headers))
            return HTTPRequest(
                wire, isLocal: true, timeoutMS: min(Self.timeoutMS, context.deadline.remainingMS), isNeverProxied: true)
        }
    }
}
