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
}
