extension Int {
    /// A number of decimal digits alone: no sign, no space. nil for anything else, and where the number does not fit.
    package init?(digits: ArraySlice<UInt8>, isNegative: Bool = false) {
        guard !digits.isEmpty else { return nil }
        // Counted down, since there is one more negative number than there are positive ones.
        var number = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (tenfold, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (next, isBelow) = tenfold.subtractingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            if isTooLarge || isBelow { return nil }
            number = next
        }
        guard isNegative || number != .min else { return nil }
        self = isNegative ? number : -number
    }

    /// The same with a sign in front of it, or none.
    package init?(signed text: ArraySlice<UInt8>) {
        let isNegative = text.first == UInt8(ascii: "-")
        let hasSign = isNegative || text.first == UInt8(ascii: "+")
        self.init(digits: hasSign ? text.dropFirst() : text, isNegative: isNegative)
    }
}

extension String {
    /// In place of the standard library's own, which is generic over every kind of number.
    @inline(never)
    package init(_ number: Int) { self = number.description }
}
