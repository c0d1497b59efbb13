/// Whole lines out of a text that comes in pieces.
struct LogLines {
    private var unfinished: [UInt8] = []

    /// The lines that are whole now.
    mutating func add(_ piece: ArraySlice<UInt8>) -> [String] {
        unfinished += piece
        guard let end = unfinished.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        defer { unfinished.removeFirst(end + 1) }
        return Printable.lines(String(decoding: unfinished[...end], as: UTF8.self))
    }

    /// What came behind the last end of a line.
    mutating func rest() -> [String] {
        defer { unfinished = [] }
        return unfinished.isEmpty ? [] : Printable.lines(String(decoding: unfinished, as: UTF8.self))
    }
}
