import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Tokens that are fetched: what a 401 leads to, and what many calls at once do.
@Suite struct RenewalTests {
    /// IAM hands out `t1`, `t2`, …; the service takes those that the test names.
    private func transport(accepting accepted: Set<String>) -> FakeTransport {
        let logins = Locked(0)
        return FakeTransport { sent, _ in
            guard sent.url.hasPrefix("https://iam.example") else {
                return accepted.contains(sent.token) ? .started : .status(401)
            }
            let number = logins.with { count in
                count += 1
                return count
            }
            return .status(201, "{}", subjectToken: "t\(number)")
        }
    }

    private func tokens(_ transport: FakeTransport) -> [String] {
        transport.sent.filter { $0.url.hasPrefix(endpoint) }.map(\.token)
    }

    @Test func `a token that has ended is renewed once, for a start as well`() throws {
        let bench = try CallHarness(transport(accepting: ["X-Auth-Token: t2"]), CallHarness.loginMembers)
        let thread = PlayedThread(bench.transport)
        let result = try thread.run(bench.flow()).get()
        #expect(try root(result)["_meta"]?["attempts"]?.integer == 2)
        #expect(tokens(bench.transport) == ["X-Auth-Token: t1", "X-Auth-Token: t2"] && thread.pauses.isEmpty)
        _ = try thread.run(bench.flow()).get()
        #expect(tokens(bench.transport).count == 3 && bench.transport.sent.count == 5)
    }

    @Test func `a new token that is refused as well ends it`() throws {
        let bench = try CallHarness(transport(accepting: []), CallHarness.loginMembers)
        let result = PlayedThread(bench.transport).run(try bench.flow())
        let error = try #require(failure { () throws(DeployError) in try result.get() })
        #expect(error.status == .authentication && error.outcome == .refused && error.attempts == 2)
        #expect(tokens(bench.transport) == ["X-Auth-Token: t1", "X-Auth-Token: t2"])
    }

    @Test func `many calls share one login, and its failure`() throws {
        let silent = FakeTransport(.silence)
        let bench = try Harness(silent, configuration: CallHarness.loginMembers + #","max_attempts":1"#)
        let operations = try (0..<20).map { _ in try bench.submit() }
        #expect(eventually { silent.multi?.count == 1 })
        silent.multi?.answer(1, .unwritten(.connect))
        for operation in operations {
            let error = failure { () throws(DeployError) in try operation.wait(timeoutMS: 60_000) }
            #expect(error?.status == .connect && error?.outcome == .notSent)
            operation.release()
        }
        #expect(silent.sent.count == 1)
    }

    @Test func `who is cancelled while another logs in sends nothing, and the others get their token`() throws {
        let silent = FakeTransport { sent, _ in sent.url.hasPrefix(endpoint) ? .started : .silence }
        let bench = try Harness(silent, configuration: CallHarness.loginMembers)
        let operations = try (0..<3).map { _ in try bench.submit() }
        #expect(eventually { silent.multi?.count == 1 })
        // The one that fetches, and one that waits for it: the third fetches for itself then.
        for operation in operations[0...1] {
            operation.cancel()
            let error = failure { () throws(DeployError) in try operation.wait(timeoutMS: 60_000) }
            #expect(error?.status == .cancelled && error?.outcome == .notSent)
        }
        #expect(eventually { silent.multi?.count == 1 })
        silent.multi?.answer(1, .status(201, "{}", subjectToken: "t1"))
        #expect(try operations[2].wait(timeoutMS: 60_000) != nil)
        #expect(tokens(silent) == ["X-Auth-Token: t1"])
    }
}
