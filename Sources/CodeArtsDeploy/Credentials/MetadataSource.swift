internal import CPlatform
internal import CodeArtsDeployModel

/// The temporary keys of the agency that an ECS has been given, from its metadata service.
///
/// Reference: https://support.huaweicloud.com/intl/en-us/usermanual-ecs/ecs_03_0166.html
final class MetadataSource: CredentialSource {
    let name = "the ECS metadata service"
    private let endpoint: Endpoint
    private let transport: any Transport
    private let kept = PerProcess { KeptCredential(holdsRefusals: false) }

    /// The service is on this machine's own network: an answer takes milliseconds, or does not come.
    private static let timeoutMS = 3000

    init(_ endpoint: Endpoint, transport: any Transport) {
        self.endpoint = endpoint
        self.transport = transport
    }

    func credential(before deadline: Deadline) throws(DeployError) -> Credential {
        try kept.value.credential(before: deadline) { () throws(DeployError) in
            try fetch(before: deadline)
        }
    }

    func drop(_ token: AuthToken) -> Bool { false }

    private static var subject: String { "The answer of the ECS metadata service" }

    private func fetch(before deadline: Deadline) throws(DeployError) -> KeptCredential.Found {
        let session = try session(before: deadline)
        var reply = try send("GET", "/openstack/latest/securitykey", session, before: deadline).service
        guard reply.httpStatus == 200 else {
            throw DeployError(
                .authentication,
                "The ECS metadata service gives no key (HTTP \(reply.httpStatus)): has the ECS an agency?"
            )
        }
        defer { wipe(&reply.body) }
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

    /// Newer metadata services want a token of their own with each question; older ones do not know the call.
    private func session(before deadline: Deadline) throws(DeployError) -> [RequestHeader] {
        let lifetime = RequestHeader(prefix: "X-Metadata-Token-Ttl-Seconds: ", checked: Array("21600".utf8))
        let reply = try send("PUT", "/meta-data/latest/api/token", [lifetime], before: deadline)
        guard reply.service.httpStatus == 200, StringRule.token.accepts(reply.service.body) else { return [] }
        return [RequestHeader(prefix: "X-Metadata-Token: ", checked: reply.service.body)]
    }

    private func send(
        _ method: String, _ path: String, _ headers: [RequestHeader], before deadline: Deadline
    ) throws(DeployError) -> HTTPReply {
        let wire = try WireRequest(method: method, url: endpoint.url + path, headers: RequestHeaders(headers))
        let timeoutMS = min(Self.timeoutMS, deadline.remainingMS)
        do {
            return try transport.send(HTTPRequest(wire, isLocal: true, timeoutMS: timeoutMS))
        } catch {
            throw DeployError(
                error.status, "The ECS metadata service does not answer: \(error.reason).")
        }
    }
}
