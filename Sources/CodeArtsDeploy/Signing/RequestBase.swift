internal import CodeArtsDeployModel

/// The parts that all requests of a client have in common, made and checked once.
final class RequestBase: Sendable {
    /// The endpoint's, without a slash at its end.
    let url: [UInt8]
    /// Where in it host and port stand.
    let host: Range<Int>
    /// Content-Type, Host, and X-Project-Id where one is configured.
    let headers: RequestHeaders

    /// - Parameter endpoint: what is no URL was refused before.
    init(_ endpoint: Endpoint, iamProjectID: String?) {
        url = Array(endpoint.url.utf8)
        host = WireRequest.host(in: url)
        var headers = RequestHeaders([
            RequestHeader(prefix: "Content-Type: ", checked: Array("application/json".utf8)),
            RequestHeader(prefix: "Host: ", checked: Array(url[host])),
        ])
        if let iamProjectID { headers.set(RequestHeader(projectID: iamProjectID)) }
        self.headers = headers
    }
}

extension RequestHeader {
    init(projectID: String) {
        self.init(prefix: "X-Project-Id: ", checked: Array(projectID.utf8))
    }
}
