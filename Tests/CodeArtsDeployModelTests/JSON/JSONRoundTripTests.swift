import CodeArtsDeployModel
import Testing

/// 20,000 values made up by chance, the same in every run.
@Suite struct JSONRoundTripTests {
    @Test(arguments: 0..<10)
    func `what is written is read again, and so is every other spelling of it`(part: Int) throws {
        for seed in (part * 2000)..<(part * 2000 + 2000) {
            var random = SeededGenerator(state: UInt64(seed))
            let tree = RandomTree(using: &random)
            var json = JSONWriter()
            tree.write(to: &json)
            let written = try JSONDocument(parsing: json.bytes)
            if !tree.isFound(in: written.root) { Issue.record("seed \(seed), written: \(text(json.bytes))") }
            let spelled = tree.spelled(using: &random)
            let read = try JSONDocument(parsing: bytes(spelled))
            if !tree.isFound(in: read.root) { Issue.record("seed \(seed), spelled: \(spelled)") }
        }
    }

    @Test func `a damaged text is refused inside of it, or read, but never trusted blindly`() {
        for seed in 0..<5000 as Range<UInt64> {
            var random = SeededGenerator(state: seed)
            var json = bytes(RandomTree(using: &random).spelled(using: &random))
            for _ in 0..<Int.random(in: 1...3, using: &random) where !json.isEmpty {
                let at = json.indices.randomElement(using: &random) ?? 0
                if random.oneIn(2) { json.remove(at: at) } else { json[at] = .random(in: 0...255, using: &random) }
            }
            guard let fault = jsonFault(of: json) else { continue }
            if !(0...json.count).contains(fault.offset) { Issue.record("seed \(seed)") }
            let before = json.prefix(fault.offset)
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
            if fault.position != TextPosition(line: line, column: column) { Issue.record("seed \(seed)") }
        }
    }
}
