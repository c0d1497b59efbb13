/// A parser that removes the escape sequences of ECMA-48 from a text, in both forms, ESC [ and U+009B.
struct EscapeSequences {
    private let scalars: [Unicode.Scalar]
    private let keepsColours: Bool
    private var kept = String.UnicodeScalarView()
    private var at = 0
    private var isColoured = false
    /// The number of scalars that a backspace may remove.
    private var erasable = 0

    /// The text without them.
    ///
    /// - Parameters:
    ///   - keepsColours: whether colours stay; the end of the text then ends them.
    ///   - keepsControls: whether single control characters are kept for the caller.
    static func removed(
        from text: some Sequence<Unicode.Scalar>, keepsColours: Bool = false, keepsControls: Bool = false
    ) -> String {
        var sequences = EscapeSequences(Array(text), keepsColours: keepsColours)
        sequences.read(keepsControls: keepsControls)
        return String(sequences.kept) + (sequences.isColoured ? "\u{1B}[0m" : "")
    }

    private init(_ scalars: [Unicode.Scalar], keepsColours: Bool) {
        self.scalars = scalars
        self.keepsColours = keepsColours
    }

    private var next: UInt32? { at < scalars.count ? scalars[at].value : nil }

    private mutating func read(keepsControls: Bool) {
        while let value = next {
            at += 1
            switch value {
            case 0x1B: escape()
            case 0x9B: control(from: at)
            case 0x90, 0x98, 0x9E, 0x9F: string(endsWithBell: false)
            case 0x9D: string(endsWithBell: true)
            case 0x08 where !keepsControls: backspace()
            case 0..<0x20, 0x7F..<0xA0: if keepsControls { keep(at - 1) }
            default: keep(at - 1)
            }
        }
    }

    private mutating func keep(_ index: Int) {
        kept.append(scalars[index])
        erasable += 1
    }

    /// Removes the character before it.
    private mutating func backspace() {
        guard erasable > 0 else { return }
        kept.removeLast()
        erasable -= 1
    }

    /// After ESC.
    private mutating func escape() {
        guard let value = next else { return }
        switch value {
        case 0x5B:
            at += 1
            control(from: at)
        case 0x5D:
            at += 1
            string(endsWithBell: true)
        case 0x50, 0x58, 0x5E, 0x5F:
            at += 1
            string(endsWithBell: false)
        case 0x20..<0x7F:
            skip(0x20...0x2F)
            skip(0x30...0x7E, most: 1)
        // Not a sequence.
        default: break
        }
    }

    /// Parameters, and the letter that says what to do with them.
    private mutating func control(from start: Int) {
        skip(0x30...0x3F)
        let parameters = scalars[start..<at]
        skip(0x20...0x2F)
        let end = at
        skip(0x40...0x7E, most: 1)
        let isColour = at > end && end == start + parameters.count && scalars[end] == "m"
        guard isColour, keepsColours, parameters.allSatisfy({ $0.value < 0x3C }) else { return }
        kept.append(contentsOf: "\u{1B}[".unicodeScalars)
        kept.append(contentsOf: scalars[start...end])
        isColoured = !(parameters.isEmpty || parameters.allSatisfy { $0 == "0" })
        erasable = 0
    }

    /// A title, a link or an image, up to its end, or to the end of the line if it was cut off.
    private mutating func string(endsWithBell: Bool) {
        while let value = next {
            if value == 0x1B {
                // Its end, or the beginning of another sequence.
                if at + 1 < scalars.count, scalars[at + 1] == "\\" { at += 2 }
                return
            }
            if value == 0x0A { return }
            at += 1
            if value == 0x9C || value == 0x18 || value == 0x1A || endsWithBell && value == 0x07 { return }
        }
    }

    private mutating func skip(_ range: ClosedRange<UInt32>, most: Int = .max) {
        var count = 0
        while count < most, let value = next, range.contains(value) {
            at += 1
            count += 1
        }
    }
}
