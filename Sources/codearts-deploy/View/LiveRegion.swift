/// The last lines of a terminal. Only those that change are redrawn.
struct LiveRegion {
    /// A line and its width in columns, without escape sequences.
    struct Line: Equatable {
        let text: String
        let width: Int
    }

    private var drawn: [Line] = []
    private var columns = 0
    /// Whether single lines were redrawn since all of them were.
    private var isPatched = false

    /// - Parameter above: lines that scroll by and stay.
    mutating func draw(_ lines: [Line], above: [String], columns: Int) {
        if above.isEmpty, columns == self.columns, fits(lines) {
            patch(lines)
        } else {
            drawAll(lines, above: above, columns: columns)
        }
        drawn = lines
    }

    /// Leaves the lines as they are.
    mutating func leave() {
        if isPatched { drawAll(drawn, above: [], columns: columns) }
        forget()
    }

    /// Something else was written: the lines are not where they were.
    mutating func forget() {
        drawn = []
        isPatched = false
    }

    private mutating func drawAll(_ lines: [Line], above: [String], columns: Int) {
        var text = erasure(columns: columns)
        for line in above { text += line + "\n" }
        for line in lines { text += line.text + "\n" }
        Stream.out.write(text)
        self.columns = columns
        isPatched = false
    }

    /// Whether each line takes the place of the one that stands there.
    private func fits(_ lines: [Line]) -> Bool {
        lines.count == drawn.count
            && zip(lines, drawn).allSatisfy { $0 == $1 || $0.width == $1.width && $0.width < columns }
    }

    /// Writes over the lines that have changed.
    private mutating func patch(_ lines: [Line]) {
        var text = ""
        var row = lines.count
        for (index, line) in lines.enumerated() where line != drawn[index] {
            text += row > index ? "\u{1B}[\(row - index)A" : String(repeating: "\n", count: index - row)
            text += "\r" + line.text
            row = index
        }
        guard !text.isEmpty else { return }
        Stream.out.write(text + "\r" + String(repeating: "\n", count: lines.count - row))
        isPatched = true
    }

    /// Goes up to the first of the lines and clears from there. In a window that has become narrower a line takes more
    /// rows than it did.
    private func erasure(columns: Int) -> String {
        let rows = drawn.reduce(0) { $0 + max(1, ($1.width + columns - 1) / columns) }
        return rows == 0 ? "" : "\u{1B}[\(rows)A\r\u{1B}[J"
    }
}
