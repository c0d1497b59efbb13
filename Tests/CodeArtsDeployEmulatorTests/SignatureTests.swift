import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Testing

/// The literal signatures were made with the official signer.
@Suite struct SignatureTests {
    private static let wrong = "verify aksk signature fail"
    private static func account(securityToken: String? = nil) -> Account {
        var account = Account.standard
        account.accessKey = .init(id: "AccessKey", secret: "SecretKey", securityToken: securityToken)
        return account
    }

    let clock = TestClock()
    let bench: Harness

    init() throws {
        bench = try Harness(account: Self.account(), clock: clock.read)
    }

    /// Nil where the gateway let the request through; the task of these requests exists nowhere.
    private func refusal(of request: SignedRequest, by bench: Harness? = nil) throws -> String? {
        let reply = try (bench ?? self.bench).call(request.bytes, method: request.method)
        let json = try reply.json()
        if reply.status == 404, json["error_code"]?.string == "Deploy.00011020" { return nil }
        #expect(reply.status == 401 && json["error_code"]?.string == "APIGW.0301")
        let message = try #require(json["error_msg"]?.string)
        let prefix = "Incorrect IAM authentication information: "
        try #require(message.hasPrefix(prefix))
        return String(message.dropFirst(prefix.count))
    }

    @Test func `a signed request needs no token and starts a deployment`() throws {
        var request = SignedRequest()
        request.target = Harness.startPath
        let reply = try bench.call(request.signed("AccessKey", "SecretKey").bytes)
        #expect(reply.status == 200)
        #expect(try bench.records == 1)
    }

    @Test func `the official signer's requests pass`() throws {
        #expect(try refusal(of: SignedRequest()) == nil)

        var unsignedBody = SignedRequest()
        unsignedBody.headers = ["X-Sdk-Content-Sha256: UNSIGNED-PAYLOAD"]
        unsignedBody.body = #"{"a":1}"#
        unsignedBody.signedHeaders = "content-type;host;x-sdk-content-sha256;x-sdk-date"
        unsignedBody.signature = "52e60bfa04039e789d278edb41d5f47548fd46abeb72f296f69085eed9c08969"
        #expect(try refusal(of: unsignedBody) == nil)

        var projects = SignedRequest()
        projects.method = "GET"
        projects.target = "/v3/projects?name=cn-east-3"
        projects.body = ""
        projects.signedHeaders = "host;x-sdk-date"
        projects.signature = "d4737b3d9f7275ae3b04a597b0e85fcb9b532a1d900306121af2bd45a2ab2c59"
        #expect(try bench.call(projects.bytes, method: "GET").status == 200)
    }

    @Test(
        arguments: [
            { $0.method = "PUT" }, { $0.target += "?a=b" }, { $0.host = "elsewhere" }, { $0.body += " " },
            { $0.contentType = "application/json;charset=utf-8" }, { $0.date = "20260601T000001Z" },
            { $0.date = nil }, { $0.date = "Mon, 01 Jun 2026 00:00:00 GMT" }, { $0.date = "20261301T000000Z" },
            { $0.signature = String($0.signature.dropLast()) }, { $0.signature = $0.signature.uppercased() },
            { $0.signedHeaders = "content-type;host" }, { $0.signedHeaders += ";x-missing" },
            { $0.signedHeaders += ", More=1" }, { $0.headers = ["Authorization: \($0.authorization)"] },
            // What would be right, if host were not required.
            {
                $0.signedHeaders = "content-type;x-sdk-date"
                $0.signature = "0891b161f0b5e6abd3af9970e9c113b4a649549028d8c9fcf858fac3e187a5a1"
            },
        ] as [@Sendable (inout SignedRequest) -> Void])
    func `whatever is not as it was signed is refused`(change: @Sendable (inout SignedRequest) -> Void) throws {
        var request = SignedRequest()
        change(&request)
        // A path has its methods: another is not found before anybody looks at the signature.
        if request.method == "PUT" {
            #expect(try bench.call(request.bytes).status == 404)
        } else {
            #expect(try refusal(of: request) == Self.wrong)
        }
        #expect(try bench.records == 0)
    }

    @Test func `a key that nobody knows is named`() throws {
        var request = SignedRequest()
        request.accessKey = "OtherKey"
        #expect(try refusal(of: request) == "ak OtherKey not exist")
    }

    @Test(arguments: [(-901, false), (-900, true), (900, true), (901, false)])
    func `a request's date may be a quarter of an hour off`(seconds: Int, passes: Bool) throws {
        clock.advance(bySeconds: seconds)
        #expect(try refusal(of: SignedRequest()) == (passes ? nil : "signature expired"))
    }

    @Test func `a security token belongs to its key, whether it is signed or not`() throws {
        var request = SignedRequest()
        request.headers = ["X-Security-Token: TOKEN"]
        #expect(try refusal(of: request) == Self.wrong, "this key has none")

        let bench = try Harness(account: Self.account(securityToken: "TOKEN"), clock: clock.read)
        #expect(try refusal(of: request, by: bench) == nil)
        request.signedHeaders += ";x-security-token"
        request.signature = "b6a1f024d46f389effb830585fb4d1a8340801cf15b54355131c5a9b1849cddb"
        #expect(try refusal(of: request, by: bench) == nil)
        request.headers = ["X-Security-Token: OTHER"]
        #expect(try refusal(of: request, by: bench) == Self.wrong)
        #expect(try refusal(of: SignedRequest(), by: bench) == Self.wrong)
    }

    // MARK: The lock

    private static let locked = "AK access failed to reach the limit, forbidden"
    private static let bad = {
        var request = SignedRequest()
        request.signature = String(repeating: "0", count: 64)
        return request
    }()

    @Test func `five failures in a row lock a key for five minutes`() throws {
        for _ in 0..<5 { #expect(try refusal(of: Self.bad) == Self.wrong) }
        #expect(try refusal(of: SignedRequest()) == Self.locked)
        #expect(try bench.start().status == 200, "a token is not the key")
        clock.advance(bySeconds: 299)
        #expect(try refusal(of: Self.bad) == Self.locked)
        clock.advance(bySeconds: 1)
        for _ in 0..<4 { #expect(try refusal(of: Self.bad) == Self.wrong) }
        #expect(try refusal(of: SignedRequest()) == nil)
    }

    @Test func `a good signature in between starts the count anew`() throws {
        for _ in 0..<3 {
            for _ in 0..<4 { #expect(try refusal(of: Self.bad) == Self.wrong) }
            #expect(try refusal(of: SignedRequest()) == nil)
        }
    }

    @Test func `the lock can be made short, and a reset opens it`() throws {
        let bench = try Harness(settings: .init(lockSeconds: 2), account: Self.account(), clock: clock.read)
        for _ in 0..<5 { _ = try refusal(of: Self.bad, by: bench) }
        clock.advance(bySeconds: 1)
        #expect(try refusal(of: SignedRequest(), by: bench) == Self.locked)
        clock.advance(bySeconds: 1)
        #expect(try refusal(of: SignedRequest(), by: bench) == nil)
        for _ in 0..<5 { _ = try refusal(of: Self.bad, by: bench) }
        _ = try bench.control("POST", "reset")
        #expect(try refusal(of: SignedRequest(), by: bench) == nil)
    }
}
