/// The limits of a text, as the service's reference gives them. Lengths count characters (Unicode scalars).
public final class StringRule: Sendable {
    /// The characters that a text may be made of.
    public enum Alphabet: Sendable {
        case any
        case lettersAndDigits
        /// `A-Z a-z 0-9 . _ -`
        case parameterKey
        /// Everything but control characters: what may stand in a header line.
        case printable
        case digits
        /// Digits and %.
        case amount
        /// What a URL's path is made of.
        case path
    }

    public let length: ClosedRange<Int>
    public let alphabet: Alphabet
    /// Marks that must not occur.
    public let forbidden: [StaticString]
    /// The only values allowed; empty where any is.
    public let values: [StaticString]
    /// Whether a JSON number is taken for the text that spells it.
    public let takesNumbers: Bool
    /// nil: nothing is asked of the text as a whole.
    let form: Form?

    public init(
        length: ClosedRange<Int>, alphabet: Alphabet = .any, forbidden: [StaticString] = [],
        values: [StaticString] = [], takesNumbers: Bool = false, form: Form? = nil
    ) {
        self.length = length
        self.alphabet = alphabet
        self.forbidden = forbidden
        self.values = values
        self.takesNumbers = takesNumbers
        self.form = form
    }

    static func oneOf(_ values: [StaticString], takesNumbers: Bool = false) -> StringRule {
        StringRule(length: 0...Int.max, values: values, takesNumbers: takesNumbers)
    }

    /// Task, record and application ids.
    public static let id = StringRule(length: 32...32, alphabet: .lettersAndDigits)
    public static let parameterKey = StringRule(length: 1...128, alphabet: .parameterKey)
    /// The service's templates would expand these marks.
    public static let parameterValue = StringRule(length: 0...8192, forbidden: ["{{", "{%", "{#"])
    /// How many bytes of a log come before a place in it.
    public static let offset = StringRule(length: 1...19, alphabet: .digits, takesNumbers: true)
    /// A count, or a share of all: `10%`.
    static let amount = StringRule(length: 1...9, alphabet: .amount, takesNumbers: true)
    public static let anyText = StringRule(length: 0...Int.max)
    static let name = StringRule(length: 1...128, alphabet: .printable)
    /// SHA-256 in hexadecimal digits.
    static let digest = StringRule(length: 64...64, alphabet: .lettersAndDigits)
    static let fileName = StringRule(length: 1...4096, alphabet: .printable)
    static let urlPath = StringRule(length: 1...4096, alphabet: .path, form: .path)
    /// The header of W3C Trace Context.
    static let traceParent = StringRule(length: 55...55, alphabet: .parameterKey, form: .traceParent)
    /// X-Auth-Token.
    public static let token = StringRule(length: 1...20_000, alphabet: .printable)
}

extension StringRule.Alphabet {
    func contains(_ byte: UInt8) -> Bool {
        let bits = bits
        return byte >= 128 ? bits.beyond : (byte < 64 ? bits.low : bits.high) &>> UInt64(byte) & 1 == 1
    }

    /// One bit for each ASCII character, and whether the others are allowed.
    var bits: (low: UInt64, high: UInt64, beyond: Bool) {
        switch self {
        case .any: (.max, .max, true)
        case .lettersAndDigits: (0x03FF_0000_0000_0000, 0x07FF_FFFE_07FF_FFFE, false)
        // With - and . in the lower half, _ in the upper one.
        case .parameterKey: (0x03FF_6000_0000_0000, 0x07FF_FFFE_87FF_FFFE, false)
        // Without the control characters below the space, and without DEL.
        case .printable: (0xFFFF_FFFF_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, true)
        case .digits: (0x03FF_0000_0000_0000, 0, false)
        case .amount: (0x03FF_0020_0000_0000, 0, false)
        // RFC 3986: unreserved characters and sub-delims, : @ / and what begins an escape.
        case .path: (0x2FFF_FFF2_0000_0000, 0x47FF_FFFE_87FF_FFFF, false)
        }
    }

    var description: String {
        switch self {
        case .any: "any characters"
        case .lettersAndDigits: "letters and digits"
        case .parameterKey: "letters, digits, full stops, underscores and hyphens"
        case .printable: "characters other than control characters"
        case .digits: "digits"
        case .amount: "digits, and a per cent sign after them,"
        case .path: "the characters of a URL's path, others escaped,"
        }
    }
}
