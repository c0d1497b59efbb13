@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// What a 401 refuses is fetched anew once, wherever it can be.
@Suite struct RefusedCredentialTests {
    private static let refused = Answer.status(401, #"{"error_code":"APIGW.0301","error_msg":"no"}"#)
    private static let file = "/keys"

    /// A service that takes nothing that contains `old`, and during whose first refusal the source changes.
    private func transport(_ change: @escaping @Sendable () -> Void) -> FakeTransport {
        FakeTransport { sent, _ in
            guard (sent.token + (sent.authorization ?? "")).contains("old") else { return .started }
            change()
            return Self.refused
        }
    }

    private func rotated(in environment: FakeEnvironment, _ change: @escaping @Sendable () -> Void) throws -> Harness {
        try Harness(transport(change), configuration: "", environment: environment)
    }

    @Test func `a token in a variable`() throws {
        let environment = FakeEnvironment(["CODEARTS_DEPLOY_TOKEN": "old-1"])
        let bench = try rotated(in: environment) { environment.set("CODEARTS_DEPLOY_TOKEN", "new-1") }
        #expect(try root(bytes(bench.start()))["_meta"]?["attempts"]?.integer == 2)
        #expect(bench.transport.sent.map(\.token) == ["X-Auth-Token: old-1", "X-Auth-Token: new-1"])
    }

    @Test func `a key in variables`() throws {
        let environment = FakeEnvironment(["HW_ACCESS_KEY": "old-2", "HW_SECRET_KEY": "s"])
        let bench = try rotated(in: environment) { environment.set("HW_ACCESS_KEY", "new-2") }
        _ = try bench.start()
        #expect(bench.transport.sent.count == 2)
    }

    @Test func `a key in a file`() throws {
        let environment = FakeEnvironment(
            ["HUAWEICLOUD_SDK_CREDENTIALS_FILE": Self.file], texts: [Self.file: "[basic]\nak=old-3\nsk=s\n"])
        let bench = try rotated(in: environment) { environment.write(Self.file, bytes("[basic]\nak=new-3\nsk=s\n")) }
        _ = try bench.start()
        #expect(bench.transport.sent.count == 2)
    }

    @Test func `what is still the same is not sent again, nor anything of another source`() throws {
        let same = FakeEnvironment(["CODEARTS_DEPLOY_TOKEN": "old-4"])
        var bench = try rotated(in: same) {}
        var error = try #require(bench.failure())
        #expect(error.status == .authentication && error.outcome == .refused && bench.transport.sent.count == 1)
        #expect(error.message.contains("CODEARTS_DEPLOY_TOKEN"))
        let gone = FakeEnvironment(["CODEARTS_DEPLOY_TOKEN": "old-5", "OS_AUTH_TOKEN": "other"])
        bench = try rotated(in: gone) { gone.set("CODEARTS_DEPLOY_TOKEN", "") }
        error = try #require(bench.failure())
        #expect(error.status == .authentication && bench.transport.sent.count == 1)
        let broken = FakeEnvironment(
            ["HUAWEICLOUD_SDK_CREDENTIALS_FILE": Self.file], texts: [Self.file: "[basic]\nak=old-6\nsk=s\n"])
        bench = try rotated(in: broken) { broken.write(Self.file, bytes("[basic]\nak=")) }
        error = try #require(bench.failure())
        #expect(error.status == .authentication && error.outcome == .refused && bench.transport.sent.count == 1)
    }

    @Test func `a new one that is refused too ends it`() throws {
        let environment = FakeEnvironment(["CODEARTS_DEPLOY_TOKEN": "old-7"])
        let bench = try rotated(in: environment) { environment.set("CODEARTS_DEPLOY_TOKEN", "old-8") }
        #expect(try #require(bench.failure()).outcome == .refused)
        #expect(bench.transport.sent.count == 2)
    }

    @Test func `many starts go on with the new key, each sent once more at most`() throws {
        let environment = FakeEnvironment(["HUAWEICLOUD_SDK_AK": "old-9", "HUAWEICLOUD_SDK_SK": "s"])
        let bench = try rotated(in: environment) { environment.set("HUAWEICLOUD_SDK_AK", "new-9") }
        let items = Array(repeating: #"{"task_id":"\#(task)"}"#, count: 20).joined(separator: ",")
        let result = try bench.client.call(.startMany, bytes(#"{"items":[\#(items)]}"#))
        #expect(try root(result)["counts"]?["started"]?.integer == 20)
        #expect(bench.transport.sent.filter { $0.authorization?.contains("new-9") == true }.count == 20)
    }

    @Test func `the password of a user in the environment, when IAM's token is refused`() throws {
        let environment = FakeEnvironment([
            "HW_USER_NAME": "u", "HW_USER_PASSWORD": "first", "HW_DOMAIN_NAME": "d",
            "HUAWEICLOUD_SDK_IAM_ENDPOINT": "https://iam.example",
        ])
        let transport = FakeTransport { sent, _ in
            if sent.url.contains("/v3/auth/tokens") {
                return .status(201, "{}", subjectToken: sent.body.contains("first") ? "old" : "new")
            }
            guard sent.token.contains("old") else { return .started }
            environment.set("HW_USER_PASSWORD", "second")
            return Self.refused
        }
        _ = try Harness(transport, configuration: "", environment: environment).start()
        #expect(transport.sent.count == 4)
    }

    @Test func `the password of a user in the environment, when IAM refuses it, and none that is the same`() throws {
        for isReplaced in [true, false] {
            let environment = FakeEnvironment([
                "HW_USER_NAME": "u", "HW_USER_PASSWORD": "first-\(isReplaced)", "HW_DOMAIN_NAME": "d",
                "HUAWEICLOUD_SDK_IAM_ENDPOINT": "https://iam.example",
            ])
            let transport = FakeTransport { sent, _ in
                guard sent.url.contains("/v3/auth/tokens") else { return .started }
                guard sent.body.contains("first") else { return .status(201, "{}", subjectToken: "new") }
                if isReplaced { environment.set("HW_USER_PASSWORD", "second") }
                return .status(401, #"{"error":{"code":401,"message":"no"}}"#)
            }
            let bench = try Harness(transport, configuration: "", environment: environment)
            if isReplaced {
                _ = try bench.start()
            } else {
                #expect(try #require(bench.failure()).status == .authentication)
            }
            #expect(transport.sent.count == (isReplaced ? 3 : 1))
        }
    }

    // MARK: The agency of an ECS

    private static let agency = #""ecs_metadata":true,"metadata_endpoint":"http://metadata.example""#

    private func metadata(_ keys: [String], refusing: Set<String>, _ answers: [Answer] = []) -> FakeTransport {
        let fetched = Locked(0)
        let failures = Locked(answers)
        return FakeTransport { sent, _ in
            if sent.url.hasSuffix("/api/token") { return .status(404) }
            if sent.url.hasSuffix("/securitykey") {
                if let answer = failures.with({ $0.isEmpty ? nil : $0.removeFirst() }) { return answer }
                let number = fetched.with {
                    $0 += 1
                    return $0 - 1
                }
                let key = keys[min(number, keys.count - 1)]
                return .status(
                    200, #"{"credential":{"access":"\#(key)","secret":"s","securitytoken":"t"}}"#)
            }
            let isRefused = refusing.contains { sent.authorization?.contains("Access=\($0),") == true }
            return isRefused ? Self.refused : .started
        }
    }

    @Test func `a temporary key that is refused is fetched anew, and one that is the same is not sent again`() throws {
        let ends = metadata(["agency-1", "agency-2"], refusing: ["agency-1"])
        _ = try Harness(ends, configuration: Self.agency).start()
        let dead = metadata(["agency-3"], refusing: ["agency-3"])
        let bench = try Harness(dead, configuration: Self.agency)
        #expect(try #require(bench.failure()).outcome == .refused)
        #expect(dead.sent.filter { $0.authorization != nil }.count == 1)
    }

    @Test func `the metadata service is never asked through a proxy`() throws {
        let transport = metadata(["agency-4"], refusing: [])
        _ = try Harness(transport, configuration: Self.agency + #","proxy":"http://proxy.example:3128""#).start()
        let asked = transport.sent.filter { $0.url.hasPrefix("http://metadata.example") }
        #expect(asked.count == 2 && asked.allSatisfy { $0.isLocal && $0.isNeverProxied })
        #expect(transport.sent.last?.isLocal == false && transport.sent.last?.isNeverProxied == false)
    }

    @Test func `a failure that may pass is tried again, for the first key and the first token`() throws {
        let busy = Answer.status(500, "")
        let transport = metadata(["agency-5"], refusing: [], [busy, .unwritten(.connect)])
        _ = try Harness(transport, configuration: Self.agency).start()
        let down = metadata(["agency-6"], refusing: [], [busy, busy, busy])
        let error = try #require(Harness(down, configuration: Self.agency).failure())
        #expect(error.status == .service && error.outcome == .notSent && error.httpStatus == 500)
        let user = #""iam":{"user":"u","password":"p","domain":"d"},"iam_endpoint":"https://iam.example""#
        for failure in [Answer.status(503, "<html>"), .unwritten(.connect), .written(.badResponse)] {
            let iam = FakeTransport { sent, number in
                guard sent.url.contains("/v3/auth/tokens") else { return .started }
                return number == 0 ? failure : .status(201, "{}", subjectToken: "t")
            }
            _ = try Harness(iam, configuration: user).start()
            #expect(iam.sent.count == 3)
        }
        let refusing = FakeTransport(401, #"{"error":{"code":401,"message":"no"}}"#)
        #expect(try #require(Harness(refusing, configuration: user).failure()).status == .authentication)
        #expect(refusing.sent.count == 1)
    }

    // MARK: How long it lasts

    @Test func `a life is counted on the clock of whoever gave it`() {
        let end = "2099-01-02T00:00:00Z"
        #expect(CredentialLifetime.seconds(until: end, from: "2099-01-01T00:00:00.000000Z", or: nil) == 86_400)
        #expect(CredentialLifetime.seconds(until: end, from: nil, or: "Thu, 01 Jan 2099 12:00:00 GMT") == 43_200)
        #expect(CredentialLifetime.seconds(until: nil, from: nil, or: nil) == 3600)
        #expect(CredentialLifetime.seconds(until: "2001-01-01T00:00:00Z", from: nil, or: nil) == 0)
    }

    @Test func `a clock that is days ahead fetches one token for many calls`() throws {
        let transport = FakeTransport { sent, _ in
            guard sent.url.contains("/v3/auth/tokens") else { return .started }
            let token = #"{"token":{"issued_at":"2001-01-01T00:00:00Z","expires_at":"2001-01-02T00:00:00Z"}}"#
            return .status(201, token, subjectToken: "t")
        }
        let user = #""iam":{"user":"u","password":"p","domain":"d"},"iam_endpoint":"https://iam.example""#
        let bench = try Harness(transport, configuration: user)
        for _ in 0..<10 { _ = try bench.start() }
        #expect(transport.sent.count == 11)
    }

    @Test(arguments: [
        (401, "<html>", false), (401, #"{"error_code":"Deploy.1","error_msg":"m"}"#, false), (401, "", false),
        (401, #"{"error_code":"APIGW.0301","error_msg":"m"}"#, true),
        (401, #"{"error_code":"APIG.0303","error_msg":"m"}"#, true),
        (403, #"{"error_code":"APIGW.0301","error_msg":"m"}"#, true),
    ]) func `only the gateway's own word holds a key back`(status: Int, body: String, isHeld: Bool) throws {
        let id = "held-\(status)-\(body.utf8.count)-\(isHeld)"
        let transport = FakeTransport(.status(status, body), .started)
        let bench = try Harness(transport, configuration: #""ak":"\#(id.filter { $0 != "-" })","sk":"s""#)
        #expect(bench.failure() != nil)
        if isHeld {
            #expect(try #require(bench.failure()).outcome == .notSent)
        } else {
            _ = try bench.start()
        }
    }
}
