import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// What is sent again, how often, and after which wait.
@Suite struct RepetitionTests {
    /// What one kind of failure leads to.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: Answer
        /// Of three attempts that are allowed: what starts, what nobody knows, what changes, what reads.
        let sent: [Int]
        /// The waits before the second and the third.
        let waits: [ClosedRange<Int>]

        init(_ name: String, _ answer: Answer, sent: [Int], waits: [ClosedRange<Int>] = []) {
            testDescription = name
            self.answer = answer
            self.sent = sent
            self.waits = waits
        }
    }

    private static let never = [1, 1, 1, 1]
    private static let always = [3, 3, 3, 3]
    private static let unlessTwice = [1, 1, 3, 3]
    private static let short = [0...200, 0...400]
    private static let operations: [CodeArtsDeployModel.Operation] = [
        .startDeployTask, .callAPI, .stopDeployTaskRecord, .showDeployStatus,
    ]

    private static let rows = [
        Row("host not found", .unwritten(.resolve), sent: always, waits: short),
        Row("not reached", .unwritten(.connect), sent: always, waits: short),
        Row("not reached in time", .unwritten(.connectTimeout), sent: always, waits: short),
        Row("not trusted", .unwritten(.tls), sent: never),
        Row("time over before", .unwritten(.timeout), sent: never),
        Row("cancelled before", .unwritten(.cancelled), sent: never),
        Row("no libcurl", .unwritten(.unsupported), sent: never),
        Row("too many", .status(429), sent: always, waits: [2000...5000, 4000...10_000]),
        Row(
            "too many at the gateway", .status(400, #"{"error_code":"APIGW.0308","error_msg":"x"}"#), sent: always,
            waits: [2000...5000, 4000...10_000]),
        Row("a token that nobody can renew", .status(401), sent: never),
        Row("busy", .status(400, #"{"error_code":"Deploy.00011161"}"#), sent: never),
        Row("refused", .status(400), sent: never), Row("forbidden", .status(403), sent: never),
        Row("not there", .status(404), sent: never), Row("elsewhere", .status(302), sent: never),
        Row("broken", .status(500), sent: unlessTwice, waits: short),
        Row("a gateway without a service", .status(503), sent: unlessTwice, waits: short),
        Row("time over behind it", .written(.timeout), sent: unlessTwice, waits: short),
        Row("broken off", .written(.badResponse), sent: unlessTwice, waits: short),
        Row("cancelled behind it", .written(.cancelled), sent: never),
        Row("no JSON", .status(200, "<html>"), sent: unlessTwice, waits: short),
    ]

    @Test(arguments: rows)
    func `what failed is sent again where that is safe and may help`(row: Row) throws {
        for (operation, sent) in zip(Self.operations, row.sent) {
            let bench = try CallHarness(FakeTransport(row.answer))
            let thread = PlayedThread(bench.transport)
            let result = thread.run(try bench.flow(operation))
            #expect(bench.transport.sent.count == sent, "\(operation.name)")
            #expect(thread.pauses.count == sent - 1, "\(operation.name)")
            for (pause, range) in zip(thread.pauses, row.waits) { #expect(range.contains(pause)) }
            let error = try #require(failure { () throws(DeployError) in try result.get() })
            let written = if case .failure(let failure) = row.answer, !failure.wasWritten { 0 } else { sent }
            #expect(error.attempts == written, "\(operation.name)")
            #expect((error.outcome == nil) == !operation.startsDeployment)
        }
    }

    @Test func `the transport hears of what must not be sent twice`() throws {
        for (operation, isOnceOnly) in zip(Self.operations, [true, true, false, false]) {
            let bench = try CallHarness(FakeTransport())
            _ = PlayedThread(bench.transport).run(try bench.flow(operation))
            #expect(bench.transport.sent.map(\.isOnceOnly) == [isOnceOnly], "\(operation.name)")
        }
    }

    @Test(arguments: [Answer.unwritten(.connect), .status(429), .unwritten(.resolve)])
    func `a start that was sent again is one start`(answer: Answer) throws {
        let bench = try CallHarness(FakeTransport(answer, answer, .started))
        let result = try PlayedThread(bench.transport).run(bench.flow()).get()
        #expect(try root(result)["id"]?.string == record && bench.transport.sent.count == 3)
    }

    @Test func `an answer tells how many requests were written`() throws {
        let bench = try CallHarness(FakeTransport(.unwritten(.connect), .status(503), .status(200, "{}")))
        let result = try PlayedThread(bench.transport).run(bench.flow(.showDeployStatus)).get()
        #expect(try root(result)["_meta"]?["attempts"]?.integer == 2)
    }

    @Test(arguments: [("", 3), (#""_options":{"max_attempts":1}"#, 1), (#""_options":{"max_attempts":5}"#, 5)])
    func `a call may say how often it is tried, else the client does`(members: String, count: Int) throws {
        let bench = try CallHarness(FakeTransport(.status(503)))
        _ = PlayedThread(bench.transport).run(try bench.flow(.showDeployStatus, members))
        #expect(bench.transport.sent.count == count)
        let one = try CallHarness(FakeTransport(.status(503)), #""token":"t","max_attempts":1"#)
        _ = PlayedThread(one.transport).run(try one.flow(.showDeployStatus, members))
        #expect(one.transport.sent.count == (members.isEmpty ? 1 : count))
    }

    @Test func `what the service asks for is waited for, and a little more`() throws {
        let bench = try CallHarness(FakeTransport(.status(429, retryAfter: "7"), .started))
        let thread = PlayedThread(bench.transport)
        _ = try thread.run(bench.flow()).get()
        #expect(thread.pauses.count == 1 && (7000...10_000).contains(thread.pauses[0]))
    }

    @Test(arguments: [429, 503]) func `a wait that would be longer than the call is not begun`(httpStatus: Int) throws {
        let bench = try CallHarness(FakeTransport(.status(httpStatus, retryAfter: "3600")))
        let thread = PlayedThread(bench.transport)
        let result = thread.run(try bench.flow(.showDeployStatus))
        #expect(bench.transport.sent.count == 1 && thread.pauses.isEmpty)
        #expect(failure { () throws(DeployError) in try result.get() }?.retryAfterMS == 3_600_000)
    }

    @Test func `a refusal for being too many slows down whoever shares the limiter`() throws {
        let bench = try CallHarness(FakeTransport(.status(429, retryAfter: "3600")))
        _ = PlayedThread(bench.transport).run(try bench.flow())
        #expect((30_000...60_000).contains(bench.limiter.enter(API(.startDeployTask))))
    }

    @Test func `cancelling ends a wait, and tells of the failure before it`() throws {
        let bench = try CallHarness(FakeTransport(.status(503)))
        let cancellation = Cancellation()
        let context = CallContext(until: Deadline(inMS: 60_000), cancellation: cancellation)
        let thread = PlayedThread(bench.transport) { _ in cancellation.takeEffect() }
        let result = thread.run(try bench.flow(.showDeployStatus, "", context))
        #expect(bench.transport.sent.count == 1)
        #expect(failure { () throws(DeployError) in try result.get() }?.httpStatus == 503)
    }

    @Test func `every attempt is told, and why there is another`() throws {
        let bench = try CallHarness(FakeTransport(.status(429), .unwritten(.connect), .started))
        let owner = try Harness(bench.transport)
        let operation = RunningOperation(
            of: owner.client, in: Background(bench.transport, limiter: bench.limiter, maxInFlight: 1))
        let context = CallContext(until: Deadline(inMS: 60_000), eventLog: EventLog(operation, isLogged: false))
        let thread = PlayedThread(bench.transport)
        _ = try thread.run(bench.flow(.startDeployTask, "", context)).get()
        var events: [JSONValue] = []
        while case .event(let event) = try operation.nextEvent(timeoutMS: 0) { events.append(try root(event)) }
        #expect(
            events.map { $0["event"]?.string } == ["attempt", "throttled", "retry", "attempt", "retry", "attempt"])
        #expect(events.map { $0["attempt"]?.integer } == [1, nil, 1, 2, 2, 3])
        #expect(events[0]["operation"]?.string == "start_deploy_task")
        #expect(events[1]["delay_ms"]?.integer == thread.pauses[0] && events[1]["in_flight"]?.integer == 1)
        #expect(events[2]["status"]?.string == "CAD_E_THROTTLED" && events[2]["delay_ms"]?.integer == thread.pauses[0])
        #expect(events[4]["status"]?.string == "CAD_E_CONNECT" && events[4]["delay_ms"]?.integer == thread.pauses[1])
    }
}
