/// A line editor: makes a line of bytes as they are typed, with the editing keys of a terminal.
struct LineEditor {
    /// The editing keys, as the terminal has them set.
    struct Keys {
        var erase: [UInt8] = [0x7F, 0x08]
        var eraseWord: UInt8 = 0x17
        var kill: UInt8 = 0x15
        var endOfInput: UInt8 = 0x04
        var literal: UInt8 = 0x16
    }

    enum State: Equatable {
        case open
        /// Enter.
        case ended
        /// The end of input came before the end of the line.
        case cutOff
        /// More follows the end of the line.
        case severalLines
        /// A key that is not text.
        case control(UInt8)
        case tooLong
    }

    private(set) var bytes: [UInt8] = []
    private(set) var state = State.open
    private let keys: Keys
    private let maxBytes: Int
    private var isLiteral = false
    // Bracketed paste.
    private var escape: [UInt8] = []
    private var isPasting = false
    private var hasPastedEnd = false

    private static let pasteBegin = Array("\u{1B}[200~".utf8)
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    /// - Parameter maxBytes: the longest line.
    init(_ keys: Keys, maxBytes: Int) {
        self.keys = keys
        self.maxBytes = maxBytes
    }

    mutating func take(_ byte: UInt8) {
        if isLiteral {
            isLiteral = false
            return append(byte)
        }
        if byte == 0x1B || !escape.isEmpty { return takeEscape(byte) }
        let isEnd = byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
        if isPasting {
            if isEnd { hasPastedEnd = true } else { appendText(byte) }
        } else if isEnd {
            state = .ended
        } else {
            edit(byte)
        }
    }

    /// The input has ended.
    mutating func cut() { state = .cutOff }

    /// More input follows already.
    mutating func goOnAfterEnd() { state = .severalLines }

    private mutating func edit(_ byte: UInt8) {
        switch byte {
        case keys.endOfInput: state = .cutOff
        case keys.kill:
            bytes = []
            hasPastedEnd = false
        case keys.eraseWord: eraseWord()
        case keys.literal: isLiteral = true
        case _ where keys.erase.contains(byte): eraseCharacter()
        default: appendText(byte)
        }
    }

    private mutating func appendText(_ byte: UInt8) {
        if byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F {
            state = .control(byte)
        } else {
            append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) {
        if hasPastedEnd { return state = .severalLines }
        bytes.append(byte)
        if bytes.count > maxBytes { state = .tooLong }
    }

    /// Cursor keys would edit what cannot be seen: only the marks of a paste are accepted.
    private mutating func takeEscape(_ byte: UInt8) {
        escape.append(byte)
        if escape == Self.pasteBegin || escape == Self.pasteEnd {
            isPasting = escape == Self.pasteBegin
            escape = []
        } else if !Self.pasteBegin.starts(with: escape), !Self.pasteEnd.starts(with: escape) {
            state = .control(0x1B)
        }
    }

    /// Erases all bytes of the last character.
    private mutating func eraseCharacter() {
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    }

    private mutating func eraseWord() {
        while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        while let last = bytes.last, last != UInt8(ascii: " ") { bytes.removeLast() }
    }
}
