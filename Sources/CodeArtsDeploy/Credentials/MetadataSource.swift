internal import CPlatform
internal import CodeArtsDeployModel

/// The temporary keys of the agency that an ECS has been given, from its metadata service.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/usermanual-ecs/ecs_03_0166.html
final class MetadataSource: CredentialSource {
    let name = "the ECS metadata service"
    private let endpoint: Endpoint
    private let kept = PerProcess { KeptCredential(holdsRefusals: false) }

    /// The service is on this machine's own network: an answer takes milliseconds, or does not come.
    private static let timeoutMS = 3000

    init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
    }

    func credential(for run: Run, then: @escaping (Result<Credential, DeployError>) -> Step) -> Step {
        kept.value.credential(for: run, { self.fetch(for: run, then: $0) }, then: then)
    }

    func drop(_ token: AuthToken) -> Bool { false }

    private static var subject: String { "The answer of the ECS metadata service" }

    /// Newer metadata services want a token of their own with each question; older ones do not know the call.
    private func fetch(for run: Run, then: @escaping (Result<KeptCredential.Found, DeployError>) -> Step) -> Step {
        let lifetime = RequestHeader(prefix: "X-Metadata-Token-Ttl-Seconds: ", checked: Array("21600".utf8))
        return send("PUT", "/meta-data/latest/api/token", [lifetime], run) { answer in
            let session: HTTPReply
            switch answer {
            case .failure(let error): return then(.failure(error))
            case .success(let reply): session = reply
            }
            return self.send("GET", "/openstack/latest/securitykey", Self.headers(after: session), run) { answer in
                then(Result { () throws(DeployError) in try self.key(in: try answer.get().service) })
            }
        }
    }

    private static func headers(after session: HTTPReply) -> [RequestHeader] {
        guard session.service.httpStatus == 200, StringRule.token.accepts(session.service.body) else { return [] }
        return [RequestHeader(prefix: "X-Metadata-Token: ", checked: session.service.body)]
    }

    private func key(in reply: ServiceReply) throws(DeployError) -> KeptCredential.Found {
        guard reply.httpStatus == 200 else {
            throw DeployError(
                .authentication,
                "The ECS metadata service gives no key (HTTP \(reply.httpStatus)): has the ECS an agency?"
            )
        }
        let key = try JSONDocument.checked(reply.body, of: Self.subject, failing: .badResponse).root["credential"]
        var parts = KeyParts(
            id: key?["access"]?.stringBytes.map { Array($0) }, secret: key?["secret"]?.stringBytes.map { Array($0) },
            securityToken: key?["securitytoken"]?.stringBytes.map { Array($0) })
        defer { parts.wipe() }
        do throws(DeployError) {
            let found = try parts.key(names: ("access", "secret", "securitytoken"), of: Self.subject)
            guard let found else {
                throw DeployError(.badResponse, "\(Self.subject) names no key: has the ECS an agency?")
            }
            let ends = key?["expires_at"]?.string.flatMap { ISODate.unixSeconds($0) }
            return KeptCredential.Found(.key(found), endsAt: ends)
        } catch {
            var error = error
            error.status = .badResponse
            throw error
        }
    }

    private func send(
        _ method: String, _ path: String, _ headers: [RequestHeader], _ run: Run,
        then: @escaping (Result<HTTPReply, DeployError>) -> Step
    ) -> Step {
        let url = endpoint.url + path
        return .send(
            Sending(
                deadline: run.deadline,
                make: { () throws(DeployError) in
                    let wire = try WireRequest(method: method, url: url, headers: RequestHeaders(headers))
                    return HTTPRequest(wire, isLocal: true, timeoutMS: min(Self.timeoutMS, run.deadline.remainingMS))
                },
                then: { answer in
                    then(
                        answer.mapError {
                            DeployError($0.status, "The ECS metadata service does not answer: \($0.reason).")
                        })
                }))
    }
}
