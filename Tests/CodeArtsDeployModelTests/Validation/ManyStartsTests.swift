import CodeArtsDeployModel
import Testing

/// Requests that are made of others.
@Suite struct ManyStartsTests {
    @Test func `all items are checked, each fault with its place`() throws {
        let items = #"[{"task_id":"\#(task)"},{"task_id":"x"},{"params":[{"key":"a b","value":"","type":"text"}]}]"#
        #expect(
            try rules("start_many", #"{"items":\#(items)}"#)
                == ["items[1].task_id: length", "items[2].params[0].key: pattern", "items[2].task_id: required"])
    }

    @Test func `the same task may be started more than once, options are for the whole`() throws {
        let item = #"{"task_id":"\#(task)"}"#
        #expect(try rules("start_many", #"{"items":[\#(item),\#(item)],"_options":{"timeout_ms":1}}"#) == [])
        #expect(
            try rules("start_many", #"{"items":[{"task_id":"\#(task)","_options":{}}]}"#)
                == ["items[0]._options: unknown_field"])
    }

    @Test func `a hundred thousand items are taken and no more, though the text is longer than one body may be`() throws
    {
        let item =
            #"{"task_id":"\#(task)","params":[{"key":"version","value":"\#(String(repeating: "v", count: 80))","type":"text"}]}"#
        let items = Array(repeating: item, count: 100_000).joined(separator: ",")
        #expect(items.utf8.count > Operation.maxBody)
        #expect(try rules("start_many", #"{"items":[\#(items)]}"#) == [])
        #expect(try rules("start_many", #"{"items":[\#(items),\#(item)]}"#) == ["items: count"])
    }

    @Test func `only those of many items may be longer than one body`() throws {
        let space = String(repeating: " ", count: Operation.maxBody)
        for (name, json) in validRequests {
            let mayBeLonger = name == "start_many" || name == "deploy_many"
            #expect(try rules(name, json + space) == (mayBeLonger ? [] : [": size"]), "\(name)")
        }
    }

    @Test func `each item is a request by itself`() throws {
        let json = #"{"items":[{"trigger_source":1,"task_id":"\#(task)"}]}"#
        let arguments = try #require(prepared("start_many", json).arguments)
        let item = try #require(arguments.root["items"]?.elements.first { _ in true })
        let start = try PreparedRequest(.startDeployTask, Array(item.raw))
        #expect(start.path == "/v2/tasks/\(task)/start" && text(start.body) == #"{"trigger_source":"1"}"#)
    }

    @Test func `a deployment's start is a part of it`() throws {
        let json =
            #"{"task_id":"\#(task)","timeout_ms":5,"p\u0061rams":[],"record_id":"\#(record)","guard":false,"_options":{"timeout_ms":7}}"#
        let arguments = try #require(prepared("deploy", json).arguments)
        let start = try PreparedRequest(.startDeployTask, arguments.part(for: .startDeployTask))
        #expect(start.timeoutMS == 7 && text(start.body) == #"{"params":[],"record_id":"\#(record)"}"#)
    }
}
