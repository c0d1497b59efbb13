import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Testing

@Suite struct FederatedIdentityTests {
    private static let exchangePath = "/v3.0/OS-AUTH/id-token/tokens"
    private static let keyPath = "/v3.0/OS-CREDENTIAL/securitytokens"

    let clock = TestClock()
    let bench: Harness

    init() throws {
        bench = try Harness(settings: .init(tokenSeconds: 60), clock: clock.read)
    }

    private func identity() throws -> String {
        let bearer = "Authorization: Bearer emulator-request-token-not-a-secret"
        return try #require(
            try bench.get("/id-token?api-version=2.0&audience=a", headers: [bearer]).json()["value"]?.string)
    }

    private func post(_ path: String, _ body: String, _ headers: [String] = []) throws -> RawReply {
        try bench.call(
            bench.request("POST", path, body: body, token: nil, contentType: "application/json", headers: headers))
    }

    private func exchange(_ identity: String, scope: String = "", idp: String = "emulator-idp") throws -> RawReply {
        try post(Self.exchangePath, #"{"auth":{"id_token":{"id":"\#(identity)"}\#(scope)}}"#, ["X-Idp-Id: \(idp)"])
    }

    @Test func `an identity token gives a token, and that a temporary key`() throws {
        let reply = try exchange(identity(), scope: #","scope":{"project":{"name":"cn-north-4"}}"#)
        #expect(reply.status == 201)
        #expect(try reply.json()["token"]?["methods"]?.elements.compactMap(\.string) == ["mapped"])
        let token = try #require(reply["X-Subject-Token"])
        let key = try post(
            Self.keyPath, #"{"auth":{"identity":{"methods":["token"],"token":{"id":"\#(token)"}}}}"#)
        #expect(key.status == 201)
        let names = ["access", "secret", "securitytoken", "expires_at"]
        #expect(try key.json()["credential"]?.members.map(\.name) == names)
    }

    @Test func `what IAM cannot trust is refused`() throws {
        #expect(try exchange("made.up.token").status == 401)
        #expect(try exchange(identity(), idp: "another").status == 401)
        #expect(try exchange(identity(), scope: #","scope":{"project":{"name":"nowhere"}}"#).status == 401)
        #expect(try post(Self.exchangePath, "{}").status == 400)
        let ended = try identity()
        clock.advance(bySeconds: 300)
        #expect(try exchange(ended).status == 401)
        #expect(
            try post(Self.keyPath, #"{"auth":{"identity":{"methods":["token"],"token":{"id":"x"}}}}"#).status == 401)
        #expect(try bench.get("/id-token", headers: ["Authorization: Bearer wrong"]).status == 401)
    }
}
