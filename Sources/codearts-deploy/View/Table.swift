import CodeArtsDeployModel

/// A table of text, with columns as wide as their content.
struct Table {
    private var rows: [[String]]

    init(_ head: [String]) {
        rows = [head]
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells.map(Printable.line))
    }

    var lines: [String] {
        let widths = rows[0].indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (cell, width) in zip(row.dropLast(), widths) { line += DisplayWidth.padded(cell, to: width) + "  " }
            return line + (row.last ?? "")
        }
    }
}

extension JSONValue {
    /// A text without quotes, a number as it is; empty for everything else.
    var plain: String {
        switch kind {
        case .string: string ?? ""
        case .number, .boolean: String(decoding: raw, as: UTF8.self)
        default: ""
        }
    }
}
