internal import CodeArtsDeployModel

/// A decimal number, exactly as a text gives it: 1.50 is 1.5 and 007 is 7, and nothing is rounded.
struct DecimalNumber: Equatable {
    private let isNegative: Bool
    /// Without zeros at both ends; empty for zero.
    private let digits: ArraySlice<UInt8>
    /// Of ten, that the last digit is multiplied with.
    private let exponent: Int

    /// - Parameter text: nil where it is no number, or one with an exponent beyond all use.
    init?(_ text: ArraySlice<UInt8>) {
        var rest = text
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        let mantissa = rest.prefix { $0 | 0x20 != UInt8(ascii: "e") }
        var exponent = 0
        if mantissa.count < rest.count {
            let power = rest.dropFirst(mantissa.count + 1)
            guard power.count <= 9, let number = Int(signed: power) else { return nil }
            exponent = number
        }
        let parts = mantissa.parts(between: UInt8(ascii: "."))
        guard parts.count <= 2, parts.allSatisfy({ part in !part.isEmpty && part.allSatisfy(Self.isDigit) }) else {
            return nil
        }
        var digits: [UInt8] = []
        for part in parts { digits += part }
        if parts.count == 2 { exponent -= parts[1].count }
        var significant = digits.drop { $0 == UInt8(ascii: "0") }
        while significant.last == UInt8(ascii: "0") {
            significant.removeLast()
            exponent += 1
        }
        self.digits = significant
        self.isNegative = isNegative && !significant.isEmpty
        self.exponent = significant.isEmpty ? 0 : exponent
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    static func == (one: DecimalNumber, other: DecimalNumber) -> Bool {
        one.isNegative == other.isNegative && one.exponent == other.exponent
            && one.digits.elementsEqual(other.digits)
    }
}
