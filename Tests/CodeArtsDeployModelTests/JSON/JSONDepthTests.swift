import CodeArtsDeployModel
import Testing

@Suite struct JSONDepthTests {
    private static func nested(_ open: String, _ close: String, levels: Int, around inner: String = "") -> [UInt8] {
        bytes(String(repeating: open, count: levels) + inner + String(repeating: close, count: levels))
    }

    @Test(arguments: [("[", "]", ""), (#"{"a":"#, "}", "0"), (#"[{"a":"#, "}]", "0")])
    func `64 levels are read and the 65th is refused where it opens`(open: String, close: String, inner: String) throws
    {
        let brackets = open.filter { "[{".contains($0) }.count
        #expect(jsonFault(of: Self.nested(open, close, levels: 64 / brackets, around: inner)) == nil)
        let fault = try #require(jsonFault(of: Self.nested(open, close, levels: 64 / brackets + 1, around: inner)))
        #expect(fault.rule == .depth && fault.offset == open.utf8.count * 64 / brackets)
        #expect(fault.message.contains("64"))
    }

    @Test func `a scalar is no level`() {
        #expect(jsonFault(of: Self.nested("[", "]", levels: 64, around: #"{"#)) != nil)
        #expect(jsonFault(of: Self.nested("[", "]", levels: 64, around: #""{[""#)) == nil)
    }

    @Test func `levels count from the top, not through the text`() {
        let siblings = Array(repeating: text(Self.nested("[", "]", levels: 63)), count: 100).joined(separator: ",")
        #expect(jsonFault(of: bytes("[\(siblings)]")) == nil)
    }

    @Test func `a text of open brackets is refused at once, however long it is`() throws {
        let fault = try #require(jsonFault(of: Array(repeating: UInt8(ascii: "["), count: 10_000_000)))
        #expect(fault.rule == .depth && fault.position == TextPosition(line: 1, column: 65))
    }
}
