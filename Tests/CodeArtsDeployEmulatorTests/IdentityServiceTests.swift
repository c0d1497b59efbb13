import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Testing

@Suite struct IdentityServiceTests {
    private static let path = "/v3/auth/tokens?nocatalog=true"
    private static let password = """
        {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"emulator-user",\
        "password":"emulator-password-not-a-secret","domain":{"name":"emulator-domain"}}}},\
        "scope":{"project":{"name":"cn-north-4"}}}}
        """
    private static let passcode = password.replacing(#"["password"],"#, with: #"["password","totp"],"#).replacing(
        #"}}},"scope""#,
        with: #"}},"totp":{"user":{"id":"e0000000000000000000000000000001","passcode":"000000"}}},"scope""#)

    let clock = TestClock()
    let bench: Harness

    init() throws {
        var settings = Emulator.Settings.unguarded
        settings.tokenSeconds = 60
        bench = try Harness(settings: settings, clock: clock.read)
    }

    private func logIn(_ body: String = password) throws -> RawReply {
        try bench.call(
            bench.request("POST", Self.path, body: body, token: nil, contentType: "application/json;charset=utf8"))
    }

    private func newToken() throws -> String {
        try #require(try logIn()["X-Subject-Token"])
    }

    @Test func `a password gives a token of a project, and the body says all about it`() throws {
        let reply = try logIn()
        #expect(reply.status == 201)
        #expect(
            reply.text == """
                {"token":{"expires_at":"2026-06-01T00:01:00.000000Z","issued_at":"2026-06-01T00:00:00.000000Z",\
                "methods":["password"],"user":{"id":"e0000000000000000000000000000001","name":"emulator-user",\
                "domain":{"id":"f0000000000000000000000000000001","name":"emulator-domain"}},\
                "project":{"id":"b0000000000000000000000000000001","name":"cn-north-4",\
                "domain":{"id":"f0000000000000000000000000000001","name":"emulator-domain"}}}}
                """)
        let token = try #require(reply["X-Subject-Token"])
        #expect(try bench.call(bench.request(token: token)).status == 200)
    }

    @Test func `a token ends, older ones live beside newer ones, and the first never ends`() throws {
        let first = try newToken()
        clock.advance(bySeconds: 30)
        let second = try newToken()
        #expect(first != second)
        #expect(try [first, second].map { try bench.call(bench.request(token: $0)).status } == [200, 200])
        clock.advance(bySeconds: 30)
        let ended = try bench.call(bench.request(token: first))
        #expect(ended.status == 401)
        #expect(try ended.json()["error_code"]?.string == "APIGW.0301")
        #expect(
            try ended.json()["error_msg"]?.string
                == "Incorrect IAM authentication information: token expires, expires_at:2026-06-01T00:01:00.000000Z")
        #expect(try [second, Harness.token].map { try bench.call(bench.request(token: $0)).status } == [200, 200])
    }

    @Test func `a reset of the emulator leaves tokens valid`() throws {
        let token = try newToken()
        _ = try bench.control("POST", "reset")
        #expect(try bench.call(bench.request(token: token)).status == 200)
    }

    @Test func `a second factor is checked`() throws {
        let reply = try logIn(Self.passcode)
        #expect(reply.status == 201)
        #expect(try reply.json()["token"]?["methods"]?.elements.map(\.string) == ["password", "totp"])
        #expect(try logIn(Self.passcode.replacing("000000\"", with: "999999\"")).status == 401)
        #expect(try logIn(Self.passcode.replacing("e000", with: "e001")).status == 401)
    }

    @Test(
        arguments: [
            (#"{"project":{"id":"b0000000000000000000000000000002"}}"#, "project"),
            (#"{"domain":{"name":"emulator-domain"}}"#, "domain"),
            (#"{"domain":{"id":"f0000000000000000000000000000001"}}"#, "domain"),
        ])
    func `a scope can be a project or the domain, by name or id`(scope: String, kind: String) throws {
        let reply = try logIn(Self.password.replacing(#"{"project":{"name":"cn-north-4"}}"#, with: scope))
        #expect(reply.status == 201)
        let members = try #require(try reply.json()["token"]).members.map(\.name)
        #expect(members.last == kind)
    }

    @Test(
        arguments: [
            ("emulator-user", "nobody", "The username or password is wrong."),
            ("emulator-password", "wrong", "The username or password is wrong."),
            ("emulator-domain", "elsewhere", "The username or password is wrong."),
            ("cn-north-4", "mars-1", "Authentication failed"),
        ])
    func `what is wrong gets IAM's 401 and no token`(right: String, wrong: String, message: String) throws {
        let reply = try logIn(Self.password.replacing(right, with: wrong))
        #expect(reply.status == 401 && reply["X-Subject-Token"] == nil)
        #expect(reply.text == #"{"error":{"code":401,"message":"\#(message)","title":"Unauthorized"}}"#)
    }

    @Test(
        arguments: [
            "", "[]", "{", "{}", #"{"auth":{}}"#,
            password.replacing(#"["password"]"#, with: "[]"),
            password.replacing(#"["password"]"#, with: #"["totp"]"#),
            password.replacing(#"["password"]"#, with: #"["password","totp"]"#),
            password.replacing(#""emulator-user""#, with: "1"),
            password.replacing(#"{"name":"cn-north-4"}"#, with: "{}"),
            password.replacing(#"{"name":"cn-north-4"}"#, with: #"{"name":"cn-north-4"},"domain":{"id":"x"}"#),
            password.replacing(#""scope""#, with: #""range""#),
        ])
    func `what is malformed gets IAM's 400`(body: String) throws {
        let reply = try logIn(body)
        #expect(reply.status == 400)
        #expect(reply.text == #"{"error_msg":"Request body is invalid.","error_code":"IAM.0011"}"#)
    }

    @Test func `projects are listed for who has a token, all or by name`() throws {
        let names = { (path: String) in
            let token = "X-Auth-Token: \(try newToken())"
            return try bench.get(path, headers: [token]).json()["projects"]?.elements.map { $0["name"]?.string }
        }
        #expect(try names("/v3/projects") == ["cn-north-4", "cn-east-3"])
        #expect(try names("/v3/auth/projects") == ["cn-north-4", "cn-east-3"])
        #expect(try names("/v3/projects?page=1&name=cn%2Deast-3") == ["cn-east-3"])
        #expect(try names("/v3/projects?name=mars-1") == [])
        let project = try bench.get("/v3/projects?name=cn-north-4", headers: ["X-Auth-Token: \(Harness.token)"])
        #expect(
            project.text == """
                {"projects":[{"id":"b0000000000000000000000000000001","name":"cn-north-4",\
                "domain_id":"f0000000000000000000000000000001","parent_id":"f0000000000000000000000000000001",\
                "enabled":true,"is_domain":false,"description":""}]}
                """)
        for path in ["/v3/projects", "/v3/auth/projects"] {
            #expect(try bench.get(path).status == 401)
            #expect(try bench.get(path, headers: ["X-Auth-Token: wrong"]).status == 401)
        }
    }

    @Test func `IAM is not the service: not counted, and spared by faults`() throws {
        try bench.order(#"{"kind":"busy"}"#)
        _ = try newToken()
        #expect(try bench.get("/v3/auth/nothing").status == 404)
        #expect(try bench.requests == 0)
        #expect(try bench.start().status == 400)
    }
}
