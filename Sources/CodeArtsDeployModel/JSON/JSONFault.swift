/// A syntax fault: why a text is not JSON that this library accepts, and where.
public struct JSONFault: Error, Sendable {
    /// `json`, `encoding`, `depth` or `size`.
    public let rule: Rule
    public let message: String
    /// In bytes from the start of the text.
    public let offset: Int
    /// Where in the document: `params[1].value`; empty at the top.
    public let path: String
    public let position: TextPosition
}

/// A place in a text as people count it: from 1, columns in bytes.
public struct TextPosition: Sendable, Equatable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    init(offset: Int, in bytes: [UInt8]) {
        var line = 1
        var lineStart = 0
        for (index, byte) in bytes.prefix(offset).enumerated() where byte == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        self.init(line: line, column: offset - lineStart + 1)
    }
}
