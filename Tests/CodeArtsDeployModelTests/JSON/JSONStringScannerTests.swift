import CodeArtsDeployModel
import Testing

/// The scanner looks at eight bytes at once, so every byte is tried at every place among plain ones.
@Suite struct JSONStringScannerTests {
    private static let filling = bytes("aB0`~!#[]{}\u{7F}:,_-^@aB0`~")

    @Test(arguments: 0...20)
    func `a byte means the same wherever in a string it stands`(offset: Int) {
        for byte in UInt8.min...UInt8.max {
            var inner = Self.filling
            inner.insert(byte, at: offset)
            let fault = jsonFault(of: [0x22] + inner + [0x22])
            switch byte {
            case 0x22, 0..<0x20, 0x80...:
                // What is behind a quote is no part of the string any more.
                if fault?.offset != (byte == 0x22 ? offset + 2 : offset + 1) { Issue.record("\(byte) at \(offset)") }
            case 0x5C:
                let isEscape = bytes(#""\/bfnrt"#).contains(inner[offset + 1])
                if (fault == nil) != isEscape { Issue.record("backslash at \(offset)") }
            default:
                if fault != nil { Issue.record("\(byte) at \(offset)") }
            }
        }
    }

    @Test func `of two marks side by side the first one counts`() {
        for offset in 0...17 {
            for pair in [
                [0x22, 0x1F], [0x1F, 0x22], [0x5C, 0x22], [0x22, 0x5C], [0x5C, 0x5C], [0x20, 0x1F], [0x21, 0x22],
            ] as [[UInt8]] {
                var inner = bytes(String(repeating: "x", count: 17))
                inner.insert(contentsOf: pair, at: offset)
                let expected: Int? =
                    switch pair {
                    case [0x22, 0x1F], [0x22, 0x5C]: offset + 2
                    case [0x1F, 0x22]: offset + 1
                    case [0x20, 0x1F]: offset + 2
                    case [0x21, 0x22]: offset == 17 ? 20 : offset + 3
                    default: nil
                    }
                if jsonFault(of: [0x22] + inner + [0x22])?.offset != expected { Issue.record("\(pair) at \(offset)") }
            }
        }
    }

    @Test func `a string may end with any number of bytes behind it`() throws {
        for length in 0...40 {
            let inner = String(repeating: "x", count: length)
            for tail in 0...9 {
                let json = #"["\#(inner)""# + String(repeating: " ", count: tail) + "]"
                #expect(try root(json).elements.map(\.string) == [inner])
                #expect(jsonFault(of: bytes("\"\(inner)"))?.offset == length + 1)
            }
        }
    }
}
