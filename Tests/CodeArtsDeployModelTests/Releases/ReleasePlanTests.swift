import CodeArtsDeployModel
import Testing

/// Which items a release has, in which waves and in which order, and what is wrong with them.
@Suite struct ReleasePlanTests {
    private func item(_ name: String, _ members: String = "") -> String {
        #"{"task_id":"\#(task)","name":"\#(name)"\#(members)}"#
    }

    private func request(_ items: [String], _ members: String = "") -> String {
        #"{"items":[\#(items.joined(separator: ","))]\#(members)}"#
    }

    private func waves(of count: Int, _ waves: String) throws -> [Int] {
        let names = (0..<count).map { item("i\($0)") }
        return try ReleasePlan(root(request(names, #","waves":\#(waves)"#))).items.map(\.wave)
    }

    private func faults(_ items: [String], _ members: String = "") throws -> [String] {
        try rules("deploy_many", request(items, members))
    }

    private func messages(_ items: [String]) throws -> [String] {
        let error = failure { () throws(DeployError) in
            try PreparedRequest(.deployMany, bytes(request(items)))
        }
        return (error?.violations ?? []).map { "\($0.path): \($0.message)" }
    }

    @Test func `waves are sizes, and the last has the rest`() throws {
        #expect(try waves(of: 5, "[1,2]") == [0, 1, 1, 1, 1])
        #expect(try waves(of: 10, #"[1,"10%","100%"]"#) == [0, 1, 2, 2, 2, 2, 2, 2, 2, 2])
        #expect(try waves(of: 3, #"["1%"]"#) == [0, 0, 0], "the last has the rest")
        #expect(try waves(of: 3, #"["1%","1%",1]"#) == [0, 1, 2], "a share is rounded up")
        #expect(try waves(of: 2, "[5,5]") == [0, 0], "a wave of none is no wave")
        #expect(try waves(of: 2, #"["1"]"#) == [0, 0], "a text of digits is a count")
    }

    @Test func `an item may name its wave`() throws {
        let plan = try ReleasePlan(root(request([item("a", #","wave":2"#), item("b"), item("c", #","wave":1"#)])))
        #expect(plan.items.map(\.wave) == [1, 0, 0])
    }

    @Test func `failures are a count or a share rounded down`() throws {
        let items = (0..<25).map { item("i\($0)") }
        for (text, count) in [("0", 0), ("3", 3), (#""10%""#, 2), (#""0%""#, 0), (#""100%""#, 25)] {
            #expect(try ReleasePlan(root(request(items, #","max_failures":\#(text)"#))).maxFailures == count)
        }
        #expect(try ReleasePlan(root(request(items))).maxFailures == .max)
    }

    @Test(arguments: [
        (#"[0]"#, "waves[0]: range"), (#"["0%"]"#, "waves[0]: range"), (#"["120%"]"#, "waves[0]: range"),
        (#"[-1]"#, "waves[0]: pattern"), (#"[1.5]"#, "waves[0]: pattern"), (#"["%"]"#, "waves[0]: range"),
        (#"["5%5"]"#, "waves[0]: range"), (#"["a"]"#, "waves[0]: pattern"), (#"[true]"#, "waves[0]: type"),
        (#"[]"#, "waves: count"), (#"["1","120%",0]"#, "waves[1]: range waves[2]: range"),
    ])
    func `a wave that is none is refused`(_ waves: String, _ expected: String) throws {
        #expect(try faults([item("a")], #","waves":\#(waves)"#).joined(separator: " ") == expected)
    }

    @Test(arguments: [
        ("-1", "max_failures: pattern"), (#""101%""#, "max_failures: range"), (#""""#, "max_failures: length"),
        ("1.5", "max_failures: pattern"), ("null", "max_failures: type"),
    ])
    func `a limit that is none is refused`(_ limit: String, _ expected: String) throws {
        #expect(try faults([item("a")], #","max_failures":\#(limit)"#) == [expected])
    }

    @Test func `waves stand in one place`() throws {
        #expect(try faults([item("a"), item("b", #","wave":2"#)], #","waves":[1]"#) == ["waves: conflict"])
        #expect(try faults([item("a", #","wave":0"#)]) == ["items[0].wave: range"])
    }

    @Test func `no two items have one name`() throws {
        #expect(
            try faults([item("a"), item("b"), item("a"), item("a")]) == [
                "items[2].name: duplicate", "items[3].name: duplicate",
            ])
        let unnamed = #"{"task_id":"\#(task)"}"#
        #expect(try faults([unnamed, unnamed]) == ["items[1].task_id: duplicate"])
        #expect(try faults([unnamed, item("a"), item("b")]).isEmpty, "a task may be deployed twice by two names")
        #expect(try faults([item(task), unnamed]) == ["items[1].task_id: duplicate"])
        #expect(try faults([item("a"), item("\\u0061")]) == ["items[1].name: duplicate"], "however it is spelt")
    }

    @Test func `ten thousand names are compared in no time, and one more item is too many`() throws {
        let items = (0..<10_000).map { item("application-\($0)") }
        #expect(try faults(items).isEmpty)
        #expect(try faults(items + [item("application-1")]) == ["items: count"])
    }

    @Test func `an order needs names that there are`() throws {
        let found = try messages([item("payments-api"), item("b", #","after":["payment-api","nobody at all"]"#)])
        #expect(
            found == [
                "items[1].after[0]: No item has this name. Did you mean payments-api?",
                "items[1].after[1]: No item has this name.",
            ])
    }

    @Test func `an item of a later wave cannot come first`() throws {
        let items = [item("a", #","wave":1,"after":["b"]"#), item("b", #","wave":2"#)]
        #expect(
            try messages(items) == [
                "items[0].after[0]: b is in the wave 2, after this item's own (1)."
            ])
        #expect(try faults([items[1], #"{"task_id":"\#(task)","name":"a","wave":2,"after":["b"]}"#]).isEmpty)
    }

    @Test func `items that wait for each other are named`() throws {
        #expect(
            try messages([item("a", #","after":["a"]"#)]) == [
                "items[0].after: These wait for each other: a after a."
            ])
        let ring = [
            item("a", #","after":["c"]"#), item("b", #","after":["a"]"#), item("c", #","after":["b"]"#),
            item("behind", #","after":["a"]"#), item("before"), item("x", #","after":["before","y"]"#),
            item("y", #","after":["x"]"#),
        ]
        #expect(
            try messages(ring) == [
                "items[0].after: These wait for each other: a after c after b after a.",
                "items[5].after: These wait for each other: x after y after x.",
            ])
    }

    @Test func `all faults are told at once`() throws {
        let items = [item("a", #","after":["z"],"wave":0"#), item("a", #","journal":"f""#)]
        let found = try faults(items, #","waves":["120%"],"max_in_flight":0,"max_failures":-1"#)
        #expect(
            Set(found) == [
                "items[0].wave: range", "items[1].journal: unknown_field", "max_in_flight: range",
                "max_failures: pattern",
                "items[1].name: duplicate", "waves: conflict", "items[0].after[0]: enum",
            ])
    }

    @Test func `an item takes from the release what it has none of`() throws {
        let json = request(
            [item("a", #","interval_ms":50,"log":true"#), item("b")],
            #","interval_ms":70,"on_failure":"rollback","max_in_flight":2"#)
        let plan = ReleasePlan(try root(json))
        let first = try #require(plan.request(of: plan.items[0]))
        let second = try #require(plan.request(of: plan.items[1]))
        #expect(first["interval_ms"]?.integer == 50 && second["interval_ms"]?.integer == 70)
        #expect(first["on_failure"]?.string == "rollback" && first["max_in_flight"] == nil)
        #expect(first["log"]?.boolean == true && second["log"]?.boolean == false)
    }
}
