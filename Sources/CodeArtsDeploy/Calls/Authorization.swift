internal import CPlatform
internal import CodeArtsDeployModel

/// A prepared request with what authorises it, as it goes on the wire.
struct Authorization {
    let configuration: Configuration
    let credential: Credential

    func wire(_ prepared: PreparedRequest) throws(DeployError) -> WireRequest {
        var headers = configuration.requestBase.headers
        switch credential {
        case .token(let token): headers.set(token.header)
        case .key(let key):
            if configuration.iamProjectID == nil, let project = key.projectID {
                headers.set(RequestHeader(projectID: project))
            }
        }
        if let trace = prepared.traceParent {
            headers.set(RequestHeader(prefix: "traceparent: ", checked: Array(trace.utf8)))
        }
        let request = try WireRequest(
            prepared.operation.method, at: configuration.requestBase, path: prepared.path,
            query: prepared.query.map { QueryItem($0.name, $0.value) }, headers: headers, body: prepared.body)
        guard case .key(let key) = credential else { return request }
        return key.signer.signed(request, at: platform_unix_seconds())
    }
}
