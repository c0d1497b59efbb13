/// The last lines of a terminal, which are drawn anew again and again.
struct LiveRegion {
    /// A line and the columns that it takes: escapes take none.
    struct Line {
        let text: String
        let width: Int
    }

    private var drawn: [Line] = []

    /// - Parameter above: lines that scroll by and stay.
    mutating func draw(_ lines: [Line], above: [String], columns: Int) {
        var text = erasure(columns: columns)
        for line in above { text += line + "\n" }
        for line in lines { text += line.text + "\n" }
        Stream.out.write(text)
        drawn = lines
    }

    /// Lets the lines stand as they are.
    mutating func leave() {
        drawn = []
    }

    /// Goes up to the first of the lines and clears from there. In a window that has become narrower a line takes more
    /// rows than it did.
    private func erasure(columns: Int) -> String {
        let rows = drawn.reduce(0) { $0 + max(1, ($1.width + columns - 1) / columns) }
        return rows == 0 ? "" : "\u{1B}[\(rows)A\r\u{1B}[J"
    }
}
