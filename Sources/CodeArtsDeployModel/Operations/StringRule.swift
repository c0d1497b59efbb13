/// The limits of a text, as the service's reference gives them. Lengths count characters (Unicode scalars).
public struct StringRule: Sendable {
    /// The characters that a text may be made of.
    public enum Alphabet: Sendable {
        case any
        case lettersAndDigits
        /// `A-Z a-z 0-9 . _ -`
        case parameterKey
        /// Everything but control characters: what may stand in a header line.
        case printable
    }

    public let length: ClosedRange<Int>
    public let alphabet: Alphabet
    /// Marks that must not occur.
    public let forbidden: [StaticString]
    /// The only values allowed; empty where any is.
    public let values: [StaticString]
    /// Whether a JSON number that spells one of `values` is taken for it.
    public let takesNumbers: Bool

    public init(
        length: ClosedRange<Int>, alphabet: Alphabet = .any, forbidden: [StaticString] = [],
        values: [StaticString] = [],
        takesNumbers: Bool = false
    ) {
        self.length = length
        self.alphabet = alphabet
        self.forbidden = forbidden
        self.values = values
        self.takesNumbers = takesNumbers
    }

    static func oneOf(_ values: [StaticString], takesNumbers: Bool = false) -> StringRule {
        StringRule(length: 0...Int.max, values: values, takesNumbers: takesNumbers)
    }

    /// Task, record and application ids.
    public static let id = StringRule(length: 32...32, alphabet: .lettersAndDigits)
    public static let parameterKey = StringRule(length: 1...128, alphabet: .parameterKey)
    /// The service's templates would expand these marks.
    public static let parameterValue = StringRule(length: 0...8192, forbidden: ["{{", "{%", "{#"])
    /// X-Auth-Token.
    public static let token = StringRule(length: 1...20_000, alphabet: .printable)
}

extension StringRule.Alphabet {
    func contains(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            return true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            return self != .lettersAndDigits
        default:
            switch self {
            case .any: return true
            case .printable: return byte >= 0x20 && byte != 0x7F
            case .lettersAndDigits, .parameterKey: return false
            }
        }
    }

    var description: String {
        switch self {
        case .any: "any characters"
        case .lettersAndDigits: "letters and digits"
        case .parameterKey: "letters, digits, full stops, underscores and hyphens"
        case .printable: "characters other than control characters"
        }
    }
}
