import CodeArtsDeployModel
import Testing

/// What goes on the wire for each operation, byte for byte.
@Suite struct OperationTableTests {
    @Test func `every operation of the service has its method, path, query and body`() throws {
        for wire in wires {
            let json = try #require(validRequests.first { $0.name == wire.name }).json
            let request = try prepared(wire.name, json)
            #expect(request.operation.method.text == wire.method && request.path == wire.path, "\(wire.name)")
            #expect(request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&") == wire.query, "\(wire.name)")
            #expect(text(request.body) == wire.body, "\(wire.name)")
            #expect(request.arguments == nil)
        }
        let calls = CodeArtsDeployModel.Operation.all.filter { !$0.isComposite }
        #expect(wires.map(\.name).sorted() == calls.map(\.name.text).sorted())
    }

    @Test func `what is made of several calls keeps its request, and nothing is sent for it as it stands`() throws {
        for name in ["start_many", "list_records", "find_task", "watch", "deploy", "prepare_deploy", "deploy_many"] {
            let json = try #require(validRequests.first { $0.name == name }).json
            let request = try prepared(name, json)
            #expect(request.operation.isComposite && request.path.isEmpty && request.body.isEmpty)
            #expect(try text(#require(request.arguments).bytes) == json)
            #expect(text(request.summary) == #"{"operation":"\#(name)"}"#)
        }
    }

    @Test func `the table is what the tests know, each name once`() {
        #expect(
            CodeArtsDeployModel.Operation.all.map(\.name.text).sorted() == validRequests.map(\.name).sorted())
        #expect(Set(validRequests.map(\.name)).count == validRequests.count)
    }

    @Test func `starts are sent once, stops may be repeated, the rest reads`() throws {
        let once = ["start_deploy_task", "rollback_records", "call_api", "start_many", "deploy", "deploy_many"]
        let changes = ["stop_deploy_task_record", "update_app_disable_status"]
        for (name, _) in validRequests {
            let operation = try operation(name)
            #expect(operation.startsDeployment == once.contains(name), "\(name)")
            #expect((operation.effect == .changes) == changes.contains(name), "\(name)")
        }
    }

    @Test func `an error carries an outcome where a second try could start a second deployment`() throws {
        for (name, _) in validRequests {
            let operation = try operation(name)
            let error = failure { () throws(DeployError) in try PreparedRequest(operation, bytes("[]")) }
            #expect(error?.outcome == (operation.startsDeployment ? .notSent : nil), "\(name)")
        }
    }

    @Test func `every page of the reference is named after its operation`() throws {
        #expect(
            try operation("stop_deploy_task_record").page
                == "https://support.huaweicloud.com/intl/en-us/api-deployman/StopDeployTaskRecordV2.html")
        #expect(try operation("watch").page == nil && operation("call_api").page == nil)
    }
}
