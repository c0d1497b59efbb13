import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// What a service shows only a moment later, or shows again, must not mislead a deployment.
@Suite struct SeenOnlyLaterTests {
    private static let project = "41cb87a46c3e4b90a1c8b4bd3ba6f0ff"

    /// A service whose answer to the start is lost, and which shows so many fitting records at each look.
    private func lost(showing shown: [Int]) -> FakeTransport {
        let looks = Locked(0)
        return FakeTransport { sent, _ in
            if sent.url.contains("/start") { return .written(.badResponse) }
            if sent.url.contains("/history?") || sent.url.contains("/task/") {
                let look = looks.with { number in
                    defer { number += 1 }
                    return number
                }
                // The first look is that before the start.
                let count = look == 0 ? 0 : shown[min(look, shown.count) - 1]
                let list = (0..<count).reversed().map {
                    #"{"execution_id":"\#(id($0))","release_id":\#($0 + 1),"state":"running"}"#
                }
                return .status(200, #"{"result":[\#(list.joined(separator: ","))],"total_num":\#(count)}"#)
            }
            if sent.url.contains("/params") { return .status(200, #"[{"name":"version","value":"1"}]"#) }
            if sent.url.contains("/state") {
                return .status(200, #"{"state":"succeeded","record_id":"\#(record)"}"#)
            }
            return .status(200, #"{"task_id":"\#(task)","project_id":"\#(Self.project)","state":"Available"}"#)
        }
    }

    private func deploy(_ transport: FakeTransport) throws -> Result<[UInt8], DeployError> {
        let bench = try Harness(transport, at: "https://localhost")
        let params = #""params":[{"key":"version","value":"1","type":"text"}],"log":false,"interval_ms":1"#
        return Result { () throws(DeployError) in
            try bench.client.call(.deploy, request(params + #","_options":{"max_attempts":1}"#))
        }
    }

    @Test(arguments: [[0, 0, 1, 2], [0, 0, 0, 0, 1, 1, 2], [1, 1, 2]])
    func `a second record that fits and shows up a moment later keeps the first from being adopted`(shown: [Int])
        throws
    {
        guard case .failure(let error) = try deploy(lost(showing: shown)) else {
            Issue.record("one of two was adopted")
            return
        }
        #expect(error.status == .unreconciled && Set(error.candidates) == [id(0), id(1)])
    }

    @Test(arguments: [[1], [0, 1], [0, 0, 0, 0, 0, 1]])
    func `one that alone fits, however late it shows up, is adopted after three looks at it`(shown: [Int]) throws {
        let transport = lost(showing: shown)
        let document = try root(deploy(transport).get())
        #expect(document["record_id"]?.string == id(0) && document["adopted"]?.boolean == true)
        let looks = transport.sent.filter { $0.url.contains("start_date") }.count
        #expect(looks == 1 + (shown.firstIndex(of: 1) ?? 0) + 3)
    }

    /// A log that says at its second look that it ends before where it ended.
    private func log(ending ends: [Int]) -> FakeTransport {
        let looks = Locked(0)
        let whole = "one\ntwo\nthree\n"
        return FakeTransport { sent, _ in
            if sent.url.contains("/logs") {
                let look = looks.with { number in
                    defer { number += 1 }
                    return number
                }
                let from =
                    Int(
                        sent.url.split(whereSeparator: { "?&".contains($0) })
                            .first { $0.hasPrefix("offset=") }?.dropFirst(7) ?? "0") ?? 0
                let end = ends[min(look, ends.count - 1)]
                let text = from < whole.utf8.count ? String(whole.dropFirst(from).prefix(max(0, end - from))) : ""
                let quoted = text.replacing("\n", with: "\\n")
                return .status(
                    200,
                    #"{"status":"success","result":{"text":"\#(quoted)","has_more":false,"end_offset":"\#(end)"}}"#)
            }
            let isOver = looks.with { $0 >= ends.count }
            return .status(
                200, #"{"state":"\#(isOver ? "succeeded" : "running")","record_id":"\#(record)"}"#)
        }
    }

    @Test(arguments: [[4, 0, 8, 14], [8, 4, 8, 14], [14, 0, 0, 14], [4, 8, 0, 14]])
    func `a log whose end goes back is not told twice`(ends: [Int]) throws {
        let bench = try Harness(log(ending: ends), at: "https://localhost")
        let members = #""record_id":"\#(record)","app_id":"a0000000000000000000000000000001","interval_ms":1"#
        let running = try bench.client.submit(.watch, request(members))
        defer { running.release() }
        var told = ""
        loop: while true {
            switch try running.nextEvent(timeoutMS: 60_000) {
            case .event(let event):
                let event = try root(event)
                if event["event"].isText("log") { told += event["text"]?.string ?? "" }
            case .none, .end: break loop
            }
        }
        #expect(told == "one\ntwo\nthree\n")
    }
}

/// Of a record.
private func id(_ number: Int) -> String { String(repeating: "\(number)", count: 32) }
