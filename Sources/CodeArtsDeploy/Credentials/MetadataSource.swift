internal import CPlatform
internal import CodeArtsDeployModel

/// The temporary keys of the agency that an ECS has been given, from its metadata service.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/usermanual-ecs/ecs_03_0166.html
final class MetadataSource: CredentialSource {
    let name = "the ECS metadata service"
    private let endpoint: Endpoint
    private let transport: any Transport
    private let kept = PerProcess { KeptCredential() }

    /// The service is on this machine's own network: an answer takes milliseconds, or does not come.
    private static let timeoutMS = 3000

    init(_ endpoint: Endpoint, transport: any Transport) {
        self.endpoint = endpoint
        self.transport = transport
    }

    func credential(before deadline: Deadline) throws(DeployError) -> Credential {
        try kept.value.credential(before: deadline) { () throws(DeployError) in try fetch() }
    }

    func drop(_ token: AuthToken) -> Bool { false }

    private func fetch() throws(DeployError) -> KeptCredential.Found {
        var reply = try ask("GET", "/openstack/latest/securitykey", try session()).service.body
        defer { wipe(&reply) }
        let document = try JSONDocument.checked(reply, of: "The answer of the ECS metadata service", failing: .badResponse)
        guard let key = document.root["credential"], let id = key["access"]?.stringBytes,
            let secret = key["secret"]?.stringBytes, let token = key["securitytoken"]?.stringBytes
        else { throw DeployError(.badResponse, "The ECS metadata service named no key: has the ECS an agency?") }
        let ends = key["expires_at"]?.string.flatMap { ISODate.unixSeconds($0) }
        return KeptCredential.Found(.key(try AccessKey(id: id, secret: secret, securityToken: token)), endsAt: ends)
    }

    /// Newer metadata services want a token of their own with each question; older ones do not know the call.
    private func session() throws(DeployError) -> [RequestHeader] {
        let lifetime = RequestHeader(prefix: "X-Metadata-Token-Ttl-Seconds: ", checked: Array("21600".utf8))
        let reply = try send("PUT", "/meta-data/latest/api/token", [lifetime])
        guard reply.service.httpStatus == 200, StringRule.token.accepts(reply.service.body) else { return [] }
        return [RequestHeader(prefix: "X-Metadata-Token: ", checked: reply.service.body)]
    }

    private func ask(_ method: String, _ path: String, _ headers: [RequestHeader]) throws(DeployError) -> HTTPReply {
        let reply = try send(method, path, headers)
        guard reply.service.httpStatus == 200 else {
            throw DeployError(.authentication, "The ECS metadata service gives no key (HTTP \(reply.service.httpStatus)): has the ECS an agency? Nothing was sent.")
        }
        return reply
    }

    private func send(_ method: String, _ path: String, _ headers: [RequestHeader]) throws(DeployError) -> HTTPReply {
        let wire = try WireRequest(method: method, url: endpoint.url + path, headers: RequestHeaders(headers))
        do {
            return try transport.send(HTTPRequest(wire, isLocal: true, timeoutMS: Self.timeoutMS))
        } catch {
            throw DeployError(error.status, "The ECS metadata service does not answer: \(error.reason). Nothing was sent.")
        }
    }
}
