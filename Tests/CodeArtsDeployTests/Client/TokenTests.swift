import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

@Suite struct TokenTests {
    private static let names = ["CODEARTS_DEPLOY_TOKEN", "HW_AUTH_TOKEN", "OS_AUTH_TOKEN"]
    private let all = FakeEnvironment(Dictionary(uniqueKeysWithValues: names.map { ($0, "from-\($0)") }))

    private func token(_ bench: Harness, given: String? = nil) throws -> String? {
        _ = try bench.start(token: given)
        return bench.transport.sent.last?.token
    }

    @Test func `a token that is given goes before that of the client, and that before the environment`() throws {
        let configured = try Harness(configuration: #""token":"of-the-client""#, environment: all)
        #expect(try token(configured, given: "of-the-call") == "X-Auth-Token: of-the-call")
        #expect(try token(configured) == "X-Auth-Token: of-the-client")
        let bare = try Harness(configuration: "", environment: all)
        #expect(try token(bare, given: "of-the-call") == "X-Auth-Token: of-the-call")
    }

    @Test func `the variables are asked in their order, at each call anew`() throws {
        let bench = try Harness(configuration: "", environment: all)
        for name in Self.names {
            #expect(try token(bench) == "X-Auth-Token: from-\(name)")
            bench.environment.set(name, "")
        }
        #expect(bench.failure()?.status == .configuration)
        bench.environment.set("HW_AUTH_TOKEN", "a-new-one")
        #expect(try token(bench) == "X-Auth-Token: a-new-one")
    }

    @Test(arguments: ["t", "a-token:with=signs;", "Schlüssel😀", String(repeating: "é", count: 20_000)])
    func `a token has 1 to 20000 characters and goes out as it is`(token: String) throws {
        #expect(try self.token(Harness(configuration: ""), given: token) == "X-Auth-Token: \(token)")
    }

    @Test(arguments: [
        ("", Rule.length), (String(repeating: "x", count: 20_001), .length), ("a\r\nX-Evil: 1", .pattern),
        ("a\0b", .pattern),
        ("a\tb", .pattern), ("\u{7F}", .pattern), ("\n", .pattern), (" ", .pattern), ("two words", .pattern),
    ])
    func `an empty one, one too long and one with a control character are refused`(token: String, rule: Rule) throws {
        let error = try #require(failure { () throws(DeployError) in try AuthToken(bytes(token)) })
        #expect(error.status == .validation && error.violations.map(\.rule) == [rule])
        #expect(error.violations.map(\.path) == ["token"])
        #expect(token.count < 3 || !text(error.document).contains("Evil"))
    }

    @Test func `bytes that are no UTF-8 are no token`() {
        #expect(
            failure { () throws(DeployError) in try AuthToken([0x61, 0xC0, 0x80]) }?.violations.map(\.rule) == [
                .encoding
            ])
    }
}
