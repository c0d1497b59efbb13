import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Where a call's credential comes from.
@Suite struct CredentialTests {
    private static let profile = "/home/me/.huaweicloud/credentials"

    private func bench(
        _ variables: [String: String] = [:], profile: String? = nil, configuration: String = "",
        transport: FakeTransport = FakeTransport()
    ) throws -> Harness {
        let texts = profile.map { [Self.profile: $0] } ?? [:]
        var variables = variables
        variables["HOME"] = "/home/me"
        return try Harness(
            transport, configuration: configuration, environment: FakeEnvironment(variables, texts: texts))
    }

    private func accessKey(_ bench: Harness) throws -> String? {
        _ = try bench.start()
        let line = bench.transport.sent.last?.authorization ?? ""
        return line.split(separator: "Access=").last?.split(separator: ",").first.map(String.init)
    }

    @Test(arguments: [
        (["HUAWEICLOUD_SDK_AK": "A1", "HUAWEICLOUD_SDK_SK": "s"], "A1"),
        (["CLOUD_SDK_AK": "A2", "CLOUD_SDK_SK": "s"], "A2"),
        (["HW_ACCESS_KEY": "A3", "HW_SECRET_KEY": "s"], "A3"),
        (["HW_ACCESS_KEY": "A3", "HW_SECRET_KEY": "s", "CLOUD_SDK_AK": "A2", "CLOUD_SDK_SK": "s"], "A2"),
    ])
    func `a key in the environment signs the request`(_ variables: [String: String], _ id: String) throws {
        #expect(try accessKey(bench(variables)) == id)
    }

    @Test(arguments: [
        "[basic]\nak = P1\nsk=s\n", "# mine\r\n[other]\nak=no\nsk=no\n[basiccredentials]\n ak=P1\n sk = s",
    ])
    func `a profile file is the last place for a key`(_ text: String) throws {
        #expect(try accessKey(bench(profile: text)) == "P1")
        #expect(try accessKey(bench(["CLOUD_SDK_AK": "A2", "CLOUD_SDK_SK": "s"], profile: text)) == "A2")
    }

    @Test func `a key is never completed from another source`() throws {
        let bench = try bench(
            ["HUAWEICLOUD_SDK_AK": "A1", "CLOUD_SDK_SK": "s", "CLOUD_SDK_AK": "A2"], profile: "[basic]\nak=P1\nsk=s")
        let error = try #require(bench.failure())
        #expect(error.status == .configuration && error.outcome == .notSent)
        #expect(error.violations.map(\.path) == ["HUAWEICLOUD_SDK_SK"])
        #expect(bench.transport.sent.isEmpty)
    }

    @Test func `a security token goes only with its own key`() throws {
        let bench = try bench(["CLOUD_SDK_AK": "A2", "CLOUD_SDK_SK": "s", "HW_SECURITY_TOKEN": "of-another"])
        _ = try bench.start()
        #expect(bench.transport.sent.last?.securityToken == nil)
    }

    @Test func `a token beside a key of the same tool is a question`() throws {
        let bench = try bench(["HW_AUTH_TOKEN": "t", "HW_ACCESS_KEY": "A3", "HW_SECRET_KEY": "s"])
        #expect(try #require(bench.failure()).violations.map(\.rule) == [.conflict])
    }

    @Test(arguments: [
        #""token":"t","ak":"a","sk":"s""#, #""token":"t","iam":{"user":"u","password":"p","domain":"d"}"#,
        #""ak":"a","sk":"s","iam":{"user":"u","password":"p","domain":"d"}"#,
    ])
    func `a configuration has one kind of credential`(_ members: String) {
        #expect(rules(in: #"{"region":"cn-north-4",\#(members)}"#).contains { $0.hasSuffix("conflict") })
    }

    @Test(arguments: [
        (#""ak":"a""#, "sk: required"), (#""sk":"s""#, "ak: required"), (#""security_token":"t""#, "ak: required"),
    ])
    func `a configured key is whole`(_ members: String, _ rule: String) {
        #expect(rules(in: #"{"region":"cn-north-4",\#(members)}"#) == [rule])
    }

    @Test func `nothing found says where was looked`() throws {
        let message = try #require(bench().failure()).message
        for place in ["CODEARTS_DEPLOY_TOKEN", "HUAWEICLOUD_SDK_AK", Self.profile, "HW_USER_NAME", "ecs_metadata"] {
            #expect(message.contains(place))
        }
    }

    @Test func `a profile that others can read is warned of in the result`() throws {
        let environment = FakeEnvironment(
            ["HUAWEICLOUD_SDK_CREDENTIALS_FILE": "/p.open"], texts: ["/p.open": "[basic]\nak=P2\nsk=s"])
        let result = try Harness(configuration: "", environment: environment).start()
        #expect(try root(bytes(result))["_meta"]?["warning"]?.string?.contains("/p.open") == true)
    }

    @Test func `a refused key is held back without another request`() throws {
        let refusing = FakeTransport(401, #"{"error_code":"APIGW.0301","error_msg":"verify aksk signature fail"}"#)
        let bench = try bench(configuration: #""ak":"HELD","sk":"wrong""#, transport: refusing)
        #expect(try #require(bench.failure()).outcome == .refused)
        let second = try #require(bench.failure())
        #expect(second.status == .authentication && second.outcome == .notSent)
        #expect(refusing.sent.count == 1)
        let right = try self.bench(configuration: #""ak":"HELD","sk":"right""#)
        _ = try right.start()
        #expect(right.transport.sent.count == 1)
    }

    @Test(arguments: [("2019-02-13T06:52:13.855000Z", 1_550_040_733), ("1970-01-01T00:00:00Z", 0)])
    func `IAM's times are read`(_ text: String, _ seconds: Int64) {
        #expect(ISODate.unixSeconds(text) == seconds)
        #expect(ISODate.unixSeconds(text.replacing("T", with: " ")) == nil)
    }

    @Test func `a clock that is far off is told`() {
        #expect(ClockSkew("Thu, 29 Feb 2024 23:59:59 GMT", now: 1_709_251_199).remark == "")
        #expect(
            ClockSkew("Thu, 29 Feb 2024 23:59:59 GMT", now: 1_709_251_199 - 1020).remark.contains("17 minutes behind"))
        #expect(
            ClockSkew("Thu, 29 Feb 2024 23:59:59 GMT", now: 1_709_251_199 + 1020).remark.contains("17 minutes ahead"))
        #expect(ClockSkew(nil, now: 0).remark == "")
    }
}
