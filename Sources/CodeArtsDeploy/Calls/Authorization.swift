internal import CPlatform
internal import CodeArtsDeployModel

/// A prepared request with what authorises it, as it goes on the wire.
struct Authorization {
    private static var contentType: [UInt8] { Array("application/json".utf8) }

    let configuration: Configuration
    let credential: Credential

    func wire(_ prepared: PreparedRequest) throws(DeployError) -> WireRequest {
        var headers = RequestHeaders([RequestHeader(prefix: "Content-Type: ", checked: Self.contentType)])
        var ownProject: String?
        if case .key(let key) = credential { ownProject = key.projectID }
        if let project = configuration.iamProjectID ?? ownProject {
            headers.set(RequestHeader(prefix: "X-Project-Id: ", checked: Array(project.utf8)))
        }
        if case .token(let token) = credential { headers.set(token.header) }
        let request = try WireRequest(
            method: prepared.operation.method.text, url: configuration.endpoint.url + prepared.path,
            query: prepared.query.map { QueryItem($0.name, $0.value) }, headers: headers, body: prepared.body)
        guard case .key(let key) = credential else { return request }
        return key.signer.signed(request, at: platform_unix_seconds())
    }
}
