import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// What a watch makes of a service, or of what stands before it, that stumbles for a while.
@Suite struct OutageTests {
    private let fast = WatchOptions(intervalMS: 1, readsLog: false)

    /// A deployment that runs at the first look and has succeeded at the last; what comes in between the test says.
    private func service(_ between: [Answer]) -> FakeTransport {
        let looks = Locked(0)
        return FakeTransport { sent, _ in
            if sent.url.hasPrefix("https://iam.example") { return .status(201, "{}", subjectToken: "t") }
            let look = looks.with { count in
                count += 1
                return count - 1
            }
            if (1...between.count).contains(look) { return between[look - 1] }
            let state = look == 0 ? "running" : "succeeded"
            return .status(200, #"{"status":"success","result":{"status":"\#(state)","record_id":"\#(record)"}}"#)
        }
    }

    private func watched(_ transport: FakeTransport, _ configuration: String = #""token":"t""#) throws -> Result<
        Deployment, DeployError
    > {
        let client = try Harness(
            transport, configuration: configuration + #","max_attempts":1"#, at: "https://localhost"
        )
        .client
        let request = try WatchRequest(taskID: task, recordID: record, options: fast)
        return Result { () throws(DeployError) in try client.watch(request) }
    }

    @Test func `a handshake that fails while it watches is an outage like any other`() throws {
        let deployment = try watched(service([.unwritten(.tls), .unwritten(.tls)])).get()
        #expect(deployment.state?.end == .succeeded)
    }

    @Test func `a handshake that fails at the first look ends it: the certificate is wrong`() throws {
        let result = try watched(FakeTransport(.unwritten(.tls)))
        #expect(failure { () throws(DeployError) in try result.get() }?.status == .tls)
    }

    @Test(arguments: [302, 400, 403, 404, 407, 410, 451, 500, 503])
    func `a page in place of the answer to a stop does not keep it running, whatever was answered before`(status: Int)
        throws
    {
        let stops = Locked(0)
        let transport = FakeTransport { sent, _ in
            guard sent.url.contains("/stop") else { return .silence }
            let number = stops.with { count in
                count += 1
                return count
            }
            return number <= 2
                ? .status(status, "<html>no</html>")
                : .status(200, #"{"task_id":"\#(task)","record_id":"\#(record)"}"#)
        }
        let bench = try Harness(transport, configuration: #""token":"t","max_attempts":1"#, at: "https://localhost")
        let running = try bench.client.submit(
            .watch, request(#""record_id":"\#(record)","on_cancel":"stop","log":false"#))
        defer { running.release() }
        #expect(eventually { transport.multi?.count == 1 })
        running.cancel()
        #expect(eventually { stops.with { $0 } == 3 })
        #expect(eventually { transport.multi?.count == 1 })
        transport.multi?.answer(1, .status(200, #"{"state":"aborted","record_id":"\#(record)"}"#))
        let error = failure { () throws(DeployError) in try running.wait(timeoutMS: 60_000) }
        #expect(error?.status == .cancelled && error?.deployment?.wasStopped == true)
    }

    @Test func `IAM that is out of order for a while ends nothing`() throws {
        let logins = Locked(0)
        let looks = Locked(0)
        let transport = FakeTransport { sent, _ in
            if sent.url.hasPrefix("https://iam.example") {
                let login = logins.with { count in
                    count += 1
                    return count
                }
                return login == 2 ? .status(503, "{}") : .status(201, "{}", subjectToken: "t\(login)")
            }
            let look = looks.with { count in
                count += 1
                return count
            }
            // The second look is refused, so the token is fetched anew, and IAM stumbles.
            if look == 2 { return .status(401) }
            let state = look == 1 ? "running" : "succeeded"
            return .status(200, #"{"status":"success","result":{"status":"\#(state)","record_id":"\#(record)"}}"#)
        }
        #expect(try watched(transport, CallHarness.loginMembers).get().state?.end == .succeeded)
    }
}
