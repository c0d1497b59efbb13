import CodeArtsDeployModel
import Testing

@Suite struct JSONRefusedTests {
    @Test(arguments: RefusedText.all)
    func `whatever breaks the grammar is refused with its rule, its place and its path`(_ text: RefusedText) throws {
        let fault = try #require(jsonFault(of: text.bytes))
        #expect(fault.rule == text.rule)
        #expect(fault.position == TextPosition(line: text.line, column: text.column))
        #expect(fault.path == text.path)
        #expect(fault.message.hasSuffix(".") && fault.message.count > 15)
    }

    @Test func `the offset, the line and the column name the same byte`() throws {
        let fault = try #require(jsonFault(of: bytes("[\n  1,\n  é]")))
        #expect(fault.offset == 9 && fault.position == TextPosition(line: 3, column: 3))
    }

    @Test func `a text that is cut anywhere is refused`() {
        let whole = bytes(#"{"task_id": "d2\ud83d\ude00\n", "params": [{"key": "é€😀"}, -1.5e+3, true, null, []]}"#)
        #expect(jsonFault(of: whole) == nil)
        for length in 0..<whole.count {
            #expect(jsonFault(of: Array(whole.prefix(length))) != nil, "cut behind \(length) bytes")
        }
    }
}
