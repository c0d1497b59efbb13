/// A line splitter: whole lines of a text that comes in pieces.
struct LineSplitter {
    private let keepsColours: Bool
    private var unfinished: [UInt8] = []

    init(keepsColours: Bool = false) {
        self.keepsColours = keepsColours
    }

    /// The lines that are complete now.
    mutating func add(_ piece: some Sequence<UInt8>) -> [String] {
        let known = unfinished.count
        unfinished += piece
        guard let end = unfinished[known...].lastIndex(of: UInt8(ascii: "\n")) else {
            dropOverwritten()
            return []
        }
        defer {
            unfinished.removeFirst(end + 1)
            dropOverwritten()
        }
        return lines(of: unfinished[...end])
    }

    /// The text after the last line.
    mutating func rest() -> [String] {
        defer { unfinished = [] }
        return unfinished.isEmpty ? [] : lines(of: unfinished[...])
    }

    private func lines(of text: ArraySlice<UInt8>) -> [String] {
        Printable.lines(String(decoding: text, as: UTF8.self), keepsColours: keepsColours)
    }

    /// A progress bar overwrites its line for hours and never ends it.
    private mutating func dropOverwritten() {
        guard let last = unfinished.lastIndex(where: { $0 != UInt8(ascii: "\r") }),
            let before = unfinished[...last].lastIndex(of: UInt8(ascii: "\r"))
        else { return }
        unfinished.removeFirst(before + 1)
    }
}
