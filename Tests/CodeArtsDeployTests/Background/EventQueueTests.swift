import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// What stays of an operation's events where nobody takes them.
@Suite struct EventQueueTests {
    private var queue = EventQueue()

    private mutating func add(_ numbers: Range<Int>, isResult: Bool = false) {
        for number in numbers { queue.add(bytes("\(isResult ? "r" : "p")\(number)"), isResult: isResult) }
    }

    private mutating func all() -> [String] {
        var taken: [String] = []
        while let event = queue.take() { taken.append(text(event)) }
        return taken
    }

    @Test mutating func `events come in their order, results among them`() {
        add(0..<2)
        add(2..<4, isResult: true)
        add(4..<5)
        #expect(all() == ["p0", "p1", "r2", "r3", "p4"])
        #expect(queue.take() == nil)
    }

    @Test mutating func `of progress 256 are kept, the oldest go first, and their number is told once`() {
        add(0..<256)
        add(256..<300)
        let taken = all()
        #expect(taken.first == #"{"event":"dropped","count":44}"#)
        #expect(Array(taken.dropFirst()) == (44..<300).map { "p\($0)" })
        add(0..<257)
        #expect(all().first == #"{"event":"dropped","count":1}"#)
    }

    @Test mutating func `of progress no more than 4 MiB are kept, but always the newest`() {
        let large = [UInt8](repeating: 0, count: 1 << 20)
        for _ in 0..<4 { queue.add(large, isResult: false) }
        queue.add(large, isResult: true)
        queue.add(bytes("p"), isResult: false)
        #expect(queue.take().map { text($0) } == #"{"event":"dropped","count":1}"#)
        for _ in 0..<4 { #expect(queue.take()?.count == 1 << 20) }
        #expect(all() == ["p"])
        add(0..<3)
        queue.add([UInt8](repeating: 0, count: 5 << 20), isResult: false)
        #expect(queue.take().map { text($0) } == #"{"event":"dropped","count":3}"#)
        #expect(queue.take()?.count == 5 << 20)
        add(0..<256)
        #expect(all() == (0..<256).map { "p\($0)" })
    }

    @Test mutating func `a result is never dropped, and takes no room from progress`() {
        add(0..<2000, isResult: true)
        add(0..<300)
        add(2000..<2001, isResult: true)
        #expect(queue.results == 2001)
        let taken = all()
        #expect(taken.filter { $0.hasPrefix("r") } == (0...2000).map { "r\($0)" })
        #expect(taken.filter { $0.hasPrefix("p") } == (44..<300).map { "p\($0)" })
        #expect(queue.results == 0)
    }

    @Test mutating func `taking makes room for progress again`() {
        add(0..<256)
        #expect(queue.take().map { text($0) } == "p0")
        add(256..<257)
        #expect(all() == (1..<257).map { "p\($0)" })
    }

    @Test(arguments: [1, 100, 255])
    mutating func `what was handed out already is not what is dropped`(taken: Int) {
        add(0..<256)
        for number in 0..<taken { #expect(queue.take().map { text($0) } == "p\(number)") }
        add(256..<(356 + taken))
        let rest = all()
        #expect(rest.first == #"{"event":"dropped","count":100}"#)
        #expect(Array(rest.dropFirst()) == ((taken + 100)..<(356 + taken)).map { "p\($0)" })
    }

    @Test mutating func `results among what was handed out and what is dropped come once each, in their order`() {
        add(0..<100)
        add(0..<100, isResult: true)
        for _ in 0..<150 { _ = queue.take() }
        #expect(queue.results == 50)
        add(100..<400)
        let rest = all()
        #expect(rest.filter { $0.hasPrefix("r") } == (50..<100).map { "r\($0)" })
        #expect(rest.filter { $0.hasPrefix("p") } == (144..<400).map { "p\($0)" })
        #expect(rest.first == #"{"event":"dropped","count":44}"# && queue.results == 0)
    }

    @Test mutating func `a reader that keeps a distance loses nothing`() {
        var taken: [String] = []
        for number in 0..<5000 {
            add(number..<(number + 1), isResult: number % 3 == 0)
            if number >= 100, let event = queue.take() { taken.append(text(event)) }
        }
        taken += all()
        #expect(taken == (0..<5000).map { "\($0 % 3 == 0 ? "r" : "p")\($0)" })
    }
}
