import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Each row of the table that is made of several calls runs the flow of that row, and no other.
@Suite struct CompositeTableTests {
    typealias Row = CodeArtsDeployModel.Operation

    /// A request of the row, and the paths that it asks for, in order, where every deployment succeeds at once.
    private static func story(_ composite: Row.Composite) -> (request: String, asked: [String]) {
        let names = #""task_id":"\#(task)""#
        let project = #""project_id":"41cb87a46c3e4b90a1c8b4bd3ba6f0ff""#
        switch composite {
        case .startMany: return (#"{"items":[{\#(names)},{\#(names)}]}"#, ["start", "start"])
        case .listRecords: return (#"{\#(names),\#(project),"since":"2026-01-01","until":"2026-01-02"}"#, ["history"])
        case .findTask: return (#"{"app":"payments-api",\#(project)}"#, ["list"])
        case .watch: return (#"{\#(names),"record_id":"\#(record)","log":false}"#, ["state"])
        case .prepareDeploy: return (#"{\#(names),"guard":false}"#, ["detail"])
        case .deployMany:
            return (#"{"items":[{\#(names),"guard":false}]}"#, ["detail", "start", "state"])
        case .deploy: return (#"{\#(names),"log":false,"guard":false}"#, ["detail", "start", "state"])
        }
    }

    private static func kind(of url: String) -> String {
        for kind in ["start", "history", "state", "list"] where url.contains("/\(kind)") { return kind }
        return "detail"
    }

    @Test(arguments: Row.Composite.allCases)
    func `an operation of several calls runs its own flow, and only what starts something starts something`(
        _ composite: Row.Composite
    ) throws {
        let rows = Row.all.filter { row in
            if case .composite(composite) = row.kind { return true }
            return false
        }
        let row = try #require(rows.first)
        #expect(rows.count == 1 && row.isComposite && row.path.text.isEmpty && row.method.text.isEmpty)
        let (request, asked) = Self.story(composite)
        let transport = FakeTransport { sent, _ in
            switch Self.kind(of: sent.url) {
            case "start": .started
            case "state": .status(200, #"{"state":"succeeded","record_id":"\#(record)"}"#)
            case "history": .status(200, #"{"result":[],"total_num":0}"#)
            case "list":
                .status(200, #"{"result":[{"name":"payments-api","id":"a","arrange_infos":[{"id":"\#(task)"}]}]}"#)
            default: .status(200, #"{"task_id":"\#(task)","state":"Available"}"#)
            }
        }
        _ = try Harness(transport).client.call(row, bytes(request))
        #expect(transport.sent.map { Self.kind(of: $0.url) } == asked)
        #expect(row.startsDeployment == asked.contains("start"))
    }

    @Test func `every row is a call of the service, any call, or one of several calls`() {
        let composites = Row.all.filter(\.isComposite)
        #expect(composites.count == Row.Composite.allCases.count)
        for row in Row.all where !row.isComposite {
            #expect(!row.path.text.isEmpty && row.isDescribedCall == (row.officialName != nil), "\(row.name.text)")
            #expect(row.isDescribedCall != (row.name.text == "call_api"))
        }
    }
}
