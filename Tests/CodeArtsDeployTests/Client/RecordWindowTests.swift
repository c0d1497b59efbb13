import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Which records a walk over all windows of days shows, whatever the service makes of the days.
@Suite struct RecordWindowTests {
    private static func record(_ number: Int) -> String {
        #"{"execution_id":"\#(String(number + 1_000_000))","release_id":\#(number),"state":"succeeded"}"#
    }

    private func listed(_ transport: FakeTransport) throws -> [Int] {
        let bench = try Harness(transport, at: "https://localhost")
        let members = #""project_id":"41cb87a46c3e4b90a1c8b4bd3ba6f0ff","limit":1000"#
        let result = try bench.client.call(.listRecords, request(members))
        let items = try root(result)["items"]
        return (items.map { Array($0.elements) } ?? []).map { $0["release_id"]?.integer ?? 0 }
    }

    private static func page(in url: String) -> Int {
        let parts = url.split { "?&".contains($0) }
        return parts.first { $0.hasPrefix("page=") }.flatMap { Int($0.dropFirst(5)) } ?? 1
    }

    @Test(arguments: [1, 3, 99, 100, 101, 250], [true, false])
    func `a service that does not heed the days shows each record once`(count: Int, isNewestFirst: Bool) throws {
        let transport = FakeTransport { sent, _ in
            let all = isNewestFirst ? Array((1...count).reversed()) : Array(1...count)
            let list = all.dropFirst((Self.page(in: sent.url) - 1) * 100).prefix(100).map(Self.record)
            return .status(200, #"{"result":[\#(list.joined(separator: ","))],"total_num":\#(count)}"#)
        }
        #expect(try listed(transport) == (1...count).reversed())
    }

    @Test(arguments: [1, 3, 100])
    func `nor does one that heeds neither days nor pages show any twice`(count: Int) throws {
        let transport = FakeTransport { _, _ in
            let list = (1...count).reversed().map(Self.record)
            return .status(200, #"{"result":[\#(list.joined(separator: ","))],"total_num":1000}"#)
        }
        #expect(try listed(transport) == (1...count).reversed())
    }
}
