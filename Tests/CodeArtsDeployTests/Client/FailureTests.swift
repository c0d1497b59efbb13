@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// What a caller learns when no usable answer comes.
@Suite struct FailureTests {
    private func error(of transport: FakeTransport) throws -> DeployError {
        let bench = try Harness(transport, configuration: #""token":"the-token","max_attempts":1"#)
        let error = try #require(bench.failure())
        #expect(bench.transport.sent.count == 1)
        return error
    }

    @Test(arguments: [Status.resolve, .connect, .tls, .connectTimeout, .timeout, .unsupported, .internal])
    func `what failed before the request was written may be tried again`(status: Status) throws {
        let error = try error(of: FakeTransport(failing: TransportFailure(status, "No way", wasWritten: false)))
        #expect(error.status == status && error.outcome == .notSent && error.attempts == 0)
        #expect(error.message == "No way. Nothing was sent; it is safe to try again.")
        #expect(error.httpStatus == nil && error.requestID == nil)
    }

    @Test(arguments: [Status.timeout, .badResponse])
    func `what failed after it was written may have started the deployment`(status: Status) throws {
        let failure = TransportFailure(status, "It broke off", wasWritten: true, httpStatus: 200, requestID: "r-1")
        let error = try error(of: FakeTransport(failing: failure))
        #expect(error.status == status && error.outcome == .unknown && error.attempts == 1)
        #expect(error.httpStatus == 200 && error.requestID == "r-1")
        #expect(error.message.hasPrefix("It broke off. The request was sent and may have started the deployment"))
    }

    @Test(arguments: [
        (200, #"{"error_code":"Deploy.00011161"}"#, Status.busy, Outcome.refused), (400, "", .service, .refused),
        (401, "", .authentication, .refused), (429, "", .throttled, .refused), (500, "", .service, .unknown),
        (302, "", .badResponse, .unknown), (200, "{}", .badResponse, .unknown), (200, "<html>", .badResponse, .unknown),
    ])
    func `no answer but an id is a success, and nothing is sent twice`(
        httpStatus: Int, body: String, status: Status, outcome: Outcome
    ) throws {
        let error = try error(of: FakeTransport(httpStatus, body, requestID: "r-2"))
        #expect(error.status == status && error.outcome == outcome && error.attempts == 1)
        #expect(error.httpStatus == httpStatus && error.requestID == "r-2")
    }

    @Test func `a wait that the service asks for is handed on`() throws {
        #expect(try error(of: FakeTransport(429, "", retryAfter: "2")).retryAfterMS == 2000)
        #expect(
            try error(of: FakeTransport(503, "", retryAfter: "Thu, 01 Jan 2099 00:00:00 GMT")).retryAfterMS
                == 86_400_000)
    }
}
