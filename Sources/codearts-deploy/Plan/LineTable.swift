import CodeArtsDeployModel

/// A line table: where each line of a text begins, to find places as editors count them, columns in bytes.
struct LineTable {
    private let bytes: [UInt8]
    private let starts: [Int]
    /// The place that was found last: places are mostly looked for in the order of the text.
    private var last = (line: 0, character: 0, offset: 0)

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        starts = [0] + Self.lineEnds(in: bytes)
    }

    func position(offset: Int) -> TextPosition {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return TextPosition(line: low + 1, column: offset - starts[low] + 1)
    }

    /// - Parameters:
    ///   - line: from 0.
    ///   - character: of the line, from 0.
    mutating func offset(line: Int, character: Int) -> Int {
        guard starts.indices.contains(line) else { return bytes.count }
        if last.line != line || last.character > character { last = (line, 0, starts[line]) }
        while last.character < character, last.offset < bytes.count {
            last.offset += 1
            while last.offset < bytes.count, bytes[last.offset] & 0xC0 == 0x80 { last.offset += 1 }
            last.character += 1
        }
        return last.offset
    }

    /// After a line feed, a carriage return, both, U+0085, U+2028 and U+2029, as YAML 1.1 has it.
    private static func lineEnds(in bytes: [UInt8]) -> [Int] {
        let feed = UInt8(ascii: "\n")
        return bytes.indices.compactMap { index in
            switch bytes[index] {
            case feed: index + 1
            case UInt8(ascii: "\r"): index + 1 < bytes.count && bytes[index + 1] == feed ? nil : index + 1
            case 0x85: index > 0 && bytes[index - 1] == 0xC2 ? index + 1 : nil
            case 0xA8, 0xA9: index > 1 && bytes[index - 2] == 0xE2 && bytes[index - 1] == 0x80 ? index + 1 : nil
            default: nil
            }
        }
    }
}
