import CodeArtsDeployModel
import Testing

/// Every documented limit of every operation, broken once.
@Suite struct RuleTests {
    private static let id = [
        "5": "type", #""short""#: "length", #""\#(String(repeating: "-", count: 32))""#: "pattern",
    ]
    private static let page = [
        "0": "range", "100000": "range", "1.5": "range", #""1""#: "type", "null": "type",
    ]
    private static let size = ["0": "range", "101": "range", "true": "type"]
    private static let day = [
        #""2026-02-29""#: "pattern", #""2026-13-01""#: "pattern", #""2026-00-10""#: "pattern",
        #""2026-1-01""#: "pattern", #""2026/01/01""#: "pattern", #""""#: "pattern", #""1969-12-31""#: "range",
        #""2125-12-31""#: "range", "20260101": "type",
    ]
    private static let flag = [#""true""#: "type", "1": "type"]
    private static let offset = [
        #""""#: "length", #""12345678901234567890""#: "length", #""-1""#: "pattern", "-1": "pattern", "1.5": "pattern",
        "true": "type",
    ]

    private static let broken: [(operation: String, field: String, values: [String: String])] = [
        ("start_deploy_task", "task_id", id), ("start_deploy_task", "record_id", id),
        ("show_deploy_status", "task_id", id), ("show_deploy_status", "record_id", id),
        ("show_deploy_status", "step_state", flag), ("stop_deploy_task_record", "task_id", id),
        ("stop_deploy_task_record", "record_id", id), ("rollback_records", "task_id", id),
        ("rollback_records", "record_id", id), ("show_app_log", "app_id", id), ("show_app_log", "record_id", id),
        ("show_app_log", "offset", offset), ("show_app_log", "end_offset", offset),
        ("show_app_log", "step_id", [#""""#: "length", #""a\nb""#: "pattern"]),
        ("list_deploy_task_history_by_date", "project_id", id), ("list_deploy_task_history_by_date", "id", id),
        ("list_deploy_task_history_by_date", "page", page), ("list_deploy_task_history_by_date", "size", size),
        ("list_deploy_task_history_by_date", "start_date", day),
        ("list_deploy_task_history_by_date", "end_date", day), ("show_execution_params", "task_id", id),
        ("show_execution_params", "record_id", id), ("show_deploy_task_detail", "task_id", id),
        ("show_app_detail_by_id", "app_id", id), ("list_all_app", "project_id", id), ("list_all_app", "page", page),
        ("list_all_app", "size", size), ("list_all_app", "search", ["5": "type"]),
        ("list_all_app", "sort_name", [#""startTime ""#: "enum"]), ("list_all_app", "sort_by", [#""asc""#: "enum"]),
        ("list_all_app", "group_id", [#""""#: "length"]), ("list_deploy_tasks", "project_id", id),
        ("list_deploy_tasks", "page", page), ("list_deploy_tasks", "size", size),
        ("update_app_disable_status", "app_id", id), ("update_app_disable_status", "is_disable", flag),
        ("list_task_success_rate", "project_id", id), ("list_task_success_rate", "start_date", day),
        ("list_task_success_rate", "task_ids", ["[]": "count", #""\#(task)""#: "type"]),
        ("show_project_success_rate", "project_id", id), ("show_project_success_rate", "end_date", day),
        ("call_api", "method", [#""HEAD""#: "enum", #""get""#: "enum"]), ("call_api", "query", ["[]": "type"]),
        ("start_many", "items", ["[]": "count", "{}": "type"]), ("start_many", "results", [#""all""#: "enum"]),
        ("start_many", "max_in_flight", ["0": "range", "257": "range"]), ("list_records", "task_id", id),
        ("list_records", "project_id", id), ("list_records", "since", day), ("list_records", "until", day),
        ("list_records", "limit", ["0": "range", "10001": "range"]), ("watch", "record_id", id),
        ("watch", "timeout_ms", ["0": "range", "86400001": "range"]),
        ("watch", "interval_ms", ["0": "range", "60001": "range"]), ("watch", "on_timeout", [#""rollback""#: "enum"]),
        ("watch", "on_cancel", [#""kill""#: "enum"]), ("watch", "log", flag), ("watch", "app_id", id),
        ("find_task", "app", [#""""#: "length", "5": "type"]), ("find_task", "project_id", id),
        ("deploy", "wait_until_idle_ms", ["-1": "range", "86400001": "range"]), ("deploy", "dry_run", flag),
        ("deploy", "on_failure", [#""stop""#: "enum"]), ("deploy", "guard", flag),
        ("deploy", "trigger_source", ["2": "enum"]), ("deploy", "params", ["{}": "type"]),
    ]

    @Test func `every limit holds`() throws {
        for (operation, field, values) in Self.broken {
            let valid = try #require(validRequests.first { $0.name == operation }).json
            for (value, rule) in values {
                let found = try rules(operation, changed(valid, field, to: value))
                #expect(found == ["\(field): \(rule)"], "\(operation) \(field) \(value)")
            }
        }
    }

    @Test func `what is required is missed, of every operation, and each request without a fault passes`() throws {
        for (name, json) in validRequests {
            #expect(try rules(name, json) == [], "\(name)")
            for field in try operation(name).request.fields {
                let found = try rules(name, changed(json, field.name.text, to: nil))
                #expect(found == (field.isRequired ? ["\(field.name.text): required"] : []), "\(name)")
            }
            #expect(try rules(name, changed(json, "x_y", to: "1")) == ["x_y: unknown_field"], "\(name)")
        }
    }

    @Test func `edges are allowed`() throws {
        let history = try #require(validRequests.first { $0.name == "list_deploy_task_history_by_date" }).json
        #expect(try rules("list_deploy_task_history_by_date", changed(history, "page", to: "99999")) == [])
        for days in [
            (#""1970-01-01""#, #""1970-01-31""#), (#""2125-12-30""#, #""2125-12-30""#),
            (#""2024-02-29""#, #""2024-03-01""#),
        ] {
            let json = try changed(changed(history, "start_date", to: days.0), "end_date", to: days.1)
            #expect(try rules("list_deploy_task_history_by_date", json) == [])
        }
        let log = try #require(validRequests.first { $0.name == "show_app_log" }).json
        let request = try prepared("show_app_log", changed(log, "end_offset", to: "1234567890123456789"))
        #expect(request.query.last == PreparedQuery("end_offset", "1234567890123456789"))
    }

    @Test(arguments: [
        ("list_deploy_task_history_by_date", "2026-05-01", "2026-04-30", "end_date: conflict"),
        ("list_deploy_task_history_by_date", "2026-05-01", "2026-06-01", "end_date: range"),
        ("list_task_success_rate", "2025-05-01", "2026-05-03", "end_date: range"),
        ("show_project_success_rate", "2025-05-01", "2026-05-03", "end_date: range"),
        ("show_project_success_rate", "2025-05-02", "2025-05-01", "end_date: conflict"),
    ])
    func `two days fit each other`(name: String, from: String, to: String, expected: String) throws {
        let valid = try #require(validRequests.first { $0.name == name }).json
        let json = try changed(changed(valid, "start_date", to: "\"\(from)\""), "end_date", to: "\"\(to)\"")
        #expect(try rules(name, json) == [expected])
    }

    @Test func `records of any number of days can be listed, but not backwards`() throws {
        let days = { (since: String, until: String) in
            #"{"task_id":"\#(task)","project_id":"\#(project)","since":"\#(since)","until":"\#(until)"}"#
        }
        #expect(try rules("list_records", days("1970-01-01", "2125-12-30")) == [])
        #expect(try rules("list_records", days("2026-05-02", "2026-05-01")) == ["until: conflict"])
    }

    @Test func `lists of texts are checked text by text`() throws {
        let apps = try #require(validRequests.first { $0.name == "list_all_app" }).json
        let states =
            #"["abort","failed","not_started","pending","running","succeeded","timeout","not_executed"]"#
        #expect(try rules("list_all_app", changed(apps, "states", to: states)) == [])
        #expect(
            try rules("list_all_app", changed(apps, "states", to: #"["running","dead",5]"#))
                == ["states[1]: enum", "states[2]: type"])
        let rate = try #require(validRequests.first { $0.name == "list_task_success_rate" }).json
        #expect(
            try rules("list_task_success_rate", changed(rate, "task_ids", to: #"["x"]"#)) == ["task_ids[0]: length"])
        let many = "[" + Array(repeating: "\"\(task)\"", count: 2001).joined(separator: ",") + "]"
        #expect(try rules("list_task_success_rate", changed(rate, "task_ids", to: many)) == ["task_ids: count"])
    }

    @Test func `how often a call is tried is for that call alone`() throws {
        let options = { (json: String) in #"{"task_id":"\#(task)","_options":{"max_attempts":\#(json)}}"# }
        #expect(try prepared("show_deploy_task_detail", options("1")).maxAttempts == 1)
        #expect(try prepared("show_deploy_task_detail", options("10")).maxAttempts == 10)
        #expect(try prepared("show_deploy_task_detail", #"{"task_id":"\#(task)"}"#).maxAttempts == nil)
        for json in ["0", "11", "-1"] {
            #expect(try rules("show_deploy_task_detail", options(json)) == ["_options.max_attempts: range"])
        }
    }
}
