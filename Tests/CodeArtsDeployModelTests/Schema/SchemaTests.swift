import CodeArtsDeployModel
import Foundation
import Testing

@Suite struct SchemaTests {
    private func object(_ bytes: [UInt8]) throws -> [String: Any] {
        _ = try JSONDocument(parsing: bytes)
        return try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    private func property(_ name: String, of schema: Any?) throws -> [String: Any] {
        let properties = (schema as? [String: Any])?["properties"] as? [String: Any]
        return try #require(properties?[name] as? [String: Any], "\(name)")
    }

    @Test func `every operation describes its request and its reply`() throws {
        for operation in CodeArtsDeployModel.Operation.all {
            let schema = try object(Schema.document(of: operation))
            #expect(schema["operation"] as? String == operation.name.text)
            #expect(schema["summary"] as? String == operation.summary.text)
            #expect((schema["path"] as? String ?? "") == (operation.name.text == "call_api" ? "" : operation.path.text))
            let request = try #require(schema["request"] as? [String: Any])
            #expect(request["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
            for field in operation.request.fields {
                let described = try property(field.name.text, of: request)["description"]
                #expect(described as? String == field.summary.text)
            }
            if !operation.isComposite { _ = try property("_meta", of: schema["response"]) }
        }
    }

    @Test func `limits stand in it as the requests are held to them`() throws {
        let history = try object(Schema.document(of: operation("list_deploy_task_history_by_date")))["request"]
        #expect(try property("page", of: history)["maximum"] as? Int == 99_999)
        #expect(try property("start_date", of: history)["format"] as? String == "date")
        #expect(
            (history as? [String: Any])?["required"] as? [String] == ["id", "page", "size", "start_date", "end_date"])
        let start = try object(Schema.document(of: .startDeployTask))["request"]
        let params = try property("params", of: start)
        #expect(params["maxItems"] as? Int == 500)
        let value = try property("value", of: params["items"])
        #expect(value["maxLength"] as? Int == 8192)
        #expect((value["not"] as? [String: Any])?["pattern"] as? String == "[{]([{%#])")
        #expect(try property("trigger_source", of: start)["enum"] as? NSArray == ["0", 0, "1", 1] as NSArray)
        let rates = try object(Schema.document(of: operation("list_task_success_rate")))["request"]
        #expect(try property("task_ids", of: rates)["minItems"] as? Int == 1)
    }

    @Test func `replies tell their members, arrays come as items`() throws {
        let status = try object(Schema.document(of: operation("show_deploy_status")))["response"]
        let steps = try property("step_state", of: property("result", of: status))
        #expect(try property("enable", of: steps["items"])["type"] as? String == "string")
        let params = try object(Schema.document(of: operation("show_execution_params")))["response"]
        #expect(try property("name", of: property("items", of: params)["items"])["type"] as? String == "string")
        let detail = try object(Schema.document(of: operation("show_deploy_task_detail")))["response"]
        let step = try property("steps", of: detail)["additionalProperties"]
        #expect(try property("params", of: step)["type"] as? String == "object")
    }

    @Test func `what a request means where it says nothing stands in it`() throws {
        let deploy = try object(Schema.document(of: .deploy))["request"]
        #expect(try property("timeout_ms", of: deploy)["default"] as? Int == Defaults.watchMS)
        #expect(try property("on_cancel", of: deploy)["default"] as? String == "leave")
        #expect(try property("guard", of: deploy)["default"] as? Bool == true)
        #expect(try property("dry_run", of: deploy)["default"] as? Bool == false)
        #expect(try property("app_id", of: deploy)["default"] == nil)
    }

    @Test func `what is secret is marked as OpenAPI does it`() throws {
        let start = try object(Schema.document(of: .startDeployTask))["request"]
        let item = try #require(try property("params", of: start)["items"] as? [String: Any])
        #expect(try property("type", of: item["if"])["const"] as? String == "encrypt")
        let value = try property("value", of: item["then"])
        #expect(value["format"] as? String == "password" && value["writeOnly"] as? Bool == true)
        let messages = try object(Schema.document(of: .showApplicationMsgList))["response"]
        let message = try property("items", of: messages)["items"]
        #expect(try property("secret_info", of: message)["format"] as? String == "password")
        #expect(try property("msg_type", of: message)["format"] == nil)
    }

    @Test func `the whole is one OpenAPI document`() throws {
        let document = try object(Schema.openAPI(version: "1.2.3"))
        #expect(document["openapi"] as? String == "3.1.0")
        #expect((document["info"] as? [String: Any])?["version"] as? String == "1.2.3")
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        let own = try #require(document["x-composite-operations"] as? [String: Any])
        #expect(
            own.keys.sorted() == [
                "call_api", "deploy", "deploy_many", "find_task", "list_records", "prepare_deploy", "start_many",
                "watch",
            ])
        for operation in CodeArtsDeployModel.Operation.all where own[operation.name.text] == nil {
            let call = try #require(paths[operation.path.text]?[operation.method.text.lowercased()])
            #expect(call["operationId"] as? String == operation.name.text)
            let parameters = try #require(call["parameters"] as? [[String: Any]])
            let expected = operation.request.fields.filter { $0.place == .path || $0.place == .query }
            #expect(parameters.map { $0["name"] as? String } == expected.map(\.name.text))
            #expect((call["requestBody"] == nil) == (operation.method.text == "GET"))
        }
        #expect(paths.count + own.count == CodeArtsDeployModel.Operation.all.count)
    }
}
