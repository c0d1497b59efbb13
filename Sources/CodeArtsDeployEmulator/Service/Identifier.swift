/// The service's ids: 32 letters and digits.
enum Identifier {
    /// A new one: 128 random bits in lower-case hexadecimal.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    static func random(using generator: inout some RandomNumberGenerator) -> String {
        (0..<2).reduce(into: "") { id, _ in
            let half = String(generator.next() as UInt64, radix: 16)
            id += String(repeating: "0", count: 16 - half.count) + half
        }
    }

    static func isWellFormed(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 32 && text.utf8.allSatisfy(\.isASCIILetterOrDigit)
    }
}

extension UInt8 {
    var isASCIILetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
