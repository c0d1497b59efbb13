import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Which item of a release may begin, and when none may any more.
@Suite struct ReleaseScheduleTests {
    /// A schedule and its plan, driven by the items' names.
    private struct Driven {
        let plan: ReleasePlan
        let schedule: ReleaseSchedule

        init(_ items: [String], _ members: String = "") throws {
            let objects = items.map { #"{"task_id":"\#(task)",\#($0)}"# }.joined(separator: ",")
            let text = #"{"items":[\#(objects)]\#(members)}"#
            plan = ReleasePlan(try JSONDocument(parsing: bytes(text)).root)
            schedule = ReleaseSchedule(plan)
        }

        /// All that may begin now.
        func begin() -> String {
            var names = ""
            while let item = schedule.next() { names += item.name }
            return names
        }

        func end(_ name: String, _ state: ItemState = .succeeded) {
            for item in plan.items where item.name == name { schedule.note(item, state) }
        }
    }

    private static let six = (0..<6).map { #""name":"\#($0)""# }

    @Test func `nothing begins before the first wave, and each item begins once`() throws {
        let driven = try Driven([#""name":"a""#, #""name":"b""#])
        #expect(driven.begin().isEmpty)
        #expect(driven.schedule.nextWave() == 2 && driven.begin() == "ab" && driven.begin().isEmpty)
        #expect(driven.schedule.nextWave() == 0)
    }

    @Test func `waves come one after the other, and one without items is left out`() throws {
        let driven = try Driven([#""name":"a","wave":3"#, #""name":"b""#, #""name":"c","wave":3"#])
        #expect(driven.plan.waveCount == 3)
        #expect(driven.schedule.nextWave() == 1 && driven.schedule.wave == 0 && driven.begin() == "b")
        #expect(driven.schedule.nextWave() == 2 && driven.schedule.wave == 2 && driven.begin() == "ac")
        #expect(driven.schedule.nextWave() == 0)
    }

    @Test func `an item waits for all that it comes after`() throws {
        let driven = try Driven([
            #""name":"c","after":["a","b"]"#, #""name":"a""#, #""name":"b""#, #""name":"d","after":["c"]"#,
        ])
        #expect(driven.schedule.nextWave() == 4 && driven.begin() == "ab")
        driven.end("a")
        #expect(driven.begin().isEmpty)
        driven.end("b")
        #expect(driven.begin() == "c")
        driven.end("c")
        #expect(driven.begin() == "d")
    }

    @Test(arguments: ItemState.allCases) func `only a success lets others follow`(_ state: ItemState) throws {
        let driven = try Driven([
            #""name":"a""#, #""name":"b","after":["a"]"#, #""name":"c","wave":2,"after":["b"]"#,
        ])
        _ = driven.schedule.nextWave()
        #expect(driven.begin() == "a")
        driven.end("a", state)
        #expect(driven.begin() == (state == .succeeded ? "b" : "") && !driven.schedule.isHalted)
        #expect(driven.schedule.nextWave() == 1 && driven.begin().isEmpty)
    }

    @Test func `more failures than are allowed halt it, and no fewer`() throws {
        for (limit, allowed) in [("0", 0), ("2", 2), (#""50%""#, 3)] {
            let driven = try Driven(Self.six, #","max_failures":\#(limit)"#)
            _ = driven.schedule.nextWave()
            for failed in 0..<6 {
                #expect(driven.schedule.isHalted == (failed > allowed))
                let item = driven.schedule.next()
                #expect((item == nil) == (failed > allowed))
                if let item { driven.schedule.note(item, .failed) }
            }
        }
        let unlimited = try Driven(Self.six)
        _ = unlimited.schedule.nextWave()
        while let item = unlimited.schedule.next() { unlimited.schedule.note(item, .failed) }
        #expect(!unlimited.schedule.isHalted)
    }

    @Test func `what an earlier driver has ended or begun is not begun again`() throws {
        let driven = try Driven([
            #""name":"a""#, #""name":"b","after":["a"]"#, #""name":"c""#, #""name":"d","wave":2,"after":["c"]"#,
        ])
        driven.end("a")
        driven.plan.items[2].isBegun = true
        #expect(driven.schedule.nextWave() == 1 && driven.begin() == "b")
        driven.end("c")
        #expect(driven.schedule.nextWave() == 1 && driven.begin() == "d")
    }
}
