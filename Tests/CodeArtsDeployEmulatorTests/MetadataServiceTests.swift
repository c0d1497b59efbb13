import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Testing

@Suite struct MetadataServiceTests {
    private static let sessionPath = "/meta-data/latest/api/token"
    private static let keyPath = "/openstack/latest/securitykey"

    let clock = TestClock()
    let bench: Harness

    init() throws {
        bench = try Harness(settings: .init(tokenSeconds: 60), clock: clock.read)
    }

    private func open(_ headers: [String] = ["X-Metadata-Token-Ttl-Seconds: 21600"]) throws -> RawReply {
        try bench.call(
            bench.request("PUT", Self.sessionPath, body: "", token: nil, contentType: nil, headers: headers))
    }

    private func key() throws -> (id: String, secret: String, securityToken: String, end: String) {
        let session = try open()
        #expect(session.status == 200 && session["Content-Type"] == "text/plain")
        let reply = try bench.get(Self.keyPath, headers: ["X-Metadata-Token: \(session.text)"])
        #expect(reply.status == 200)
        let credential = try #require(try reply.json()["credential"])
        let members = ["access", "secret", "securitytoken", "expires_at"]
        #expect(credential.members.map(\.name) == members)
        let texts = credential.members.compactMap(\.value.string)
        try #require(texts.count == 4)
        return (texts[0], texts[1], texts[2], texts[3])
    }

    @Test func `a temporary key opens the service together with its security token, until it ends`() throws {
        let key = try key()
        #expect(key.end == "2026-06-01T00:01:00.000000Z")
        var request = SignedRequest()
        request.target = Harness.startPath
        request = request.signed(key.id, key.secret)
        #expect(try bench.call(request.bytes).status == 401)
        request.headers = ["X-Security-Token: \(key.securityToken)"]
        #expect(try bench.call(request.bytes).status == 200)
        clock.advance(bySeconds: 60)
        let ended = try bench.call(request.bytes).json()
        #expect(
            ended["error_msg"]?.string == "Incorrect IAM authentication information: ak \(key.id) not exist")
    }

    @Test func `each fetch gives a key of its own, and two do not mix`() throws {
        let first = try key(), second = try key()
        #expect(first.id != second.id && first.secret != second.secret && first.securityToken != second.securityToken)
        var request = SignedRequest().signed(first.id, first.secret)
        request.headers = ["X-Security-Token: \(second.securityToken)"]
        #expect(try bench.call(request.bytes).status == 401)
    }

    @Test func `no key without an open session`() throws {
        #expect(try bench.get(Self.keyPath).status == 401)
        #expect(try bench.get(Self.keyPath, headers: ["X-Metadata-Token: wrong"]).status == 401)
        let session = try open(["X-Metadata-Token-Ttl-Seconds: 5"]).text
        let header = "X-Metadata-Token: \(session)"
        #expect(try bench.get(Self.keyPath, headers: [header]).status == 200)
        clock.advance(bySeconds: 5)
        #expect(try bench.get(Self.keyPath, headers: [header]).status == 401)
    }

    @Test(arguments: [[], ["X-Metadata-Token-Ttl-Seconds: 0"], ["X-Metadata-Token-Ttl-Seconds: long"]])
    func `a session must say how long it is to be`(headers: [String]) throws {
        #expect(try open(headers).status == 400)
    }

    @Test func `the metadata service is not the service: not counted, and spared by faults`() throws {
        try bench.order(#"{"kind":"busy"}"#)
        _ = try key()
        #expect(try bench.get("/openstack/latest/nothing").status == 404)
        #expect(try bench.requests == 0)
    }
}
