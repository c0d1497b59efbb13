@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

extension Signing {
    @Suite struct SignerTests {
        private func signer(_ ak: String = "AK", _ sk: String = "SK", token: String? = nil) throws(DeployError)
            -> Signer
        {
            try Signer(accessKey: ak, secretKey: secret(sk), securityToken: token.map(secret))
        }

        private func start(_ lines: [(String, String)] = [], body: String = "{}") throws -> WireRequest {
            try WireRequest(
                method: "POST", url: "https://deploy.example/v2", headers: headers(lines), body: bytes(body))
        }

        @Test func `a second signature is the one that a fresh request would get`() throws {
            let request = try start()
            let again = try signer().signed(signer().signed(request, at: 1_000_000_000), at: 2_000_000_000)
            let fresh = try signer().signed(request, at: 2_000_000_000)
            #expect(again.headers.all.map { text($0.line) } == fresh.headers.all.map { text($0.line) })
        }

        @Test func `the request to sign stays as it was`() throws {
            let request = try start()
            _ = try signer().signed(request, at: 0)
            #expect(request.headers.all.map { text($0.line) } == ["Host: deploy.example"])
        }

        /// Everything that may be changed on the way, one at a time.
        @Test func `any other request gets another signature`() throws {
            let base = try start([("X-Project-Id", "p")])
            let requests = [
                base, try start([("X-Project-Id", "q")]), try start(), try start([("X-Project-Id", "p")], body: "{ }"),
                try WireRequest(method: "PUT", url: base.url, headers: base.headers, body: base.body),
                try WireRequest(method: "POST", url: base.url + "/a", headers: base.headers, body: base.body),
                try WireRequest(
                    method: "POST", url: base.url, query: [QueryItem("a", "")], headers: base.headers, body: base.body),
                try WireRequest(
                    method: "POST", url: "https://deploy.example:443/v2", headers: base.headers, body: base.body),
            ]
            var signatures = try requests.map { try signer().signed($0, at: 0)["Authorization"] }
            signatures += try [
                signer().signed(base, at: 1), signer("AL").signed(base, at: 0), signer("AK", "SL").signed(base, at: 0),
                signer(token: "t").signed(base, at: 0),
            ].map { $0["Authorization"] }
            #expect(Set(signatures).count == signatures.count)
        }

        @Test func `a security token is trimmed once, for the signature and the wire`() throws {
            let signed = try signer(token: " token==\t").signed(start(), at: 0)
            #expect(signed["X-Security-Token"] == "token==")
            #expect(CanonicalRequest(signed).text.contains("\nx-security-token:token==\n"))
        }

        @Test(
            arguments: [
                ("", "SK", nil, "ak"), ("A K", "SK", nil, "ak"), ("AK,", "SK", nil, "ak"), ("AK\r\n", "SK", nil, "ak"),
                ("AK", "", nil, "sk"), ("AK", "SK", "", "security_token"), ("AK", "SK", "a\r\nb", "security_token"),
            ] as [(String, String, String?, String)])
        func `a key that could not sign is refused before it does`(ak: String, sk: String, token: String?, path: String)
        {
            let error = failure { () throws(DeployError) in try signer(ak, sk, token: token) }
            #expect(error?.status == .configuration)
            #expect(error?.violations.map(\.path) == [path])
        }

        @Test func `all faults of a key are reported, and no secret with them`() {
            let error = failure { () throws(DeployError) in try signer("marker, ak", "", token: "marker\n") }
            #expect(error?.violations.map(\.path) == ["ak", "sk", "security_token"])
            #expect(error.map { text($0.document).contains("marker") } == false)
        }
    }
}
