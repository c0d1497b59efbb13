@testable import CodeArtsDeploy
import Foundation
import Testing
@testable import FakeNetwork

/// A line of requests.jsonl: a request, and what the official SDK makes of it.
private struct RandomRequest: Decodable {
    let key: Int
    let unixSeconds: Int64
    let host: String
    let method: String
    let path: String
    let query: [[String]]
    let headers: [[String]]
    let securityToken: String
    let body: String
    /// What it sends behind the path.
    let suffix: String
    /// The start of the canonical request's hash, which tells a wrong text from a wrong code.
    let canonical: String
    let signature: String

    init(from decoder: any Decoder) throws {
        var line = try decoder.unkeyedContainer()
        key = try line.decode(Int.self)
        unixSeconds = try line.decode(Int64.self)
        host = try line.decode(String.self)
        method = try line.decode(String.self)
        path = try line.decode(String.self)
        query = try line.decode([[String]].self)
        headers = try line.decode([[String]].self)
        securityToken = try line.decode(String.self)
        body = try line.decode(String.self)
        suffix = try line.decode(String.self)
        canonical = try line.decode(String.self)
        signature = try line.decode(String.self)
    }

    var wire: WireRequest {
        get throws {
            try WireRequest(
                method: method, url: "https://\(host)\(path)", query: query.map { QueryItem($0[0], $0[1]) },
                headers: CodeArtsDeployTests.headers(headers.map { ($0[0], $0[1]) }), body: bytes(body))
        }
    }
}

extension Signing {
    @Suite struct RandomRequestTests {
        @Test func `2,000 random requests are sent and signed as the official SDK does`() throws {
            let lines = try SigningFixtures.lines("requests.jsonl")
            let keys = try JSONDecoder().decode([[String]].self, from: Data(lines[0].utf8))
            #expect(lines.count == 2001)
            for (index, line) in lines.enumerated().dropFirst() {
                let request = try JSONDecoder().decode(RandomRequest.self, from: Data(line.utf8))
                let token = request.securityToken
                let signer = try Signer(
                    accessKey: keys[request.key][0], secretKey: secret(keys[request.key][1]),
                    securityToken: token.isEmpty ? nil : secret(token))
                let signed = signer.signed(try request.wire, at: request.unixSeconds)
                let place: Comment = "line \(index + 1)"
                #expect(signed.url == "https://\(request.host)\(request.path)\(request.suffix)", place)
                #expect(signed.method == request.method.uppercased(), place)
                #expect(signed["Host"] == request.host, place)
                #expect(hexadecimal(CanonicalRequest(signed).digest).hasPrefix(request.canonical), place)
                #expect(signed["Authorization"]?.hasSuffix("Signature=\(request.signature)") == true, place)
            }
        }
    }
}
