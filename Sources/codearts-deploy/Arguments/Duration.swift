import ArgumentParser

/// A duration: seconds, or with units: `0.5`, `500ms`, `10m`, `1h30m`.
struct Duration: Equatable {
    static let help = "seconds, or with units: 500ms, 90s, 10m, 2h, 1h30m"
    private static let units: [(name: String, ms: Int)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)]

    let ms: Int

    /// For the argument parser.
    static func parsed(_ text: String) throws -> Duration {
        guard let duration = Duration(text) else {
            throw ValidationError("Write \(help). A millisecond is the shortest.")
        }
        return duration
    }

    /// `90s`; or several, from the largest unit to the smallest: `1h30m`.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        var total = 0
        var last = Int.max
        repeat {
            let digits = rest.prefix { Self.isDigit($0) || $0 == UInt8(ascii: ".") }
            let letters = rest.dropFirst(digits.count).prefix { !Self.isDigit($0) && $0 != UInt8(ascii: ".") }
            rest = rest[letters.endIndex...]
            let isBare = letters.isEmpty && last == .max && rest.isEmpty
            guard let size = isBare ? 1000 : Self.units.first(where: { letters.elementsEqual($0.name.utf8) })?.ms,
                size < last, let part = Self.milliseconds(digits, of: size)
            else { return nil }
            last = size
            let (sum, isTooLarge) = total.addingReportingOverflow(part)
            total = isTooLarge ? .max : sum
        } while !rest.isEmpty
        ms = total
    }

    /// A number beyond any limit stays beyond it; nil if it is not a whole number of milliseconds.
    private static func milliseconds(_ digits: ArraySlice<UInt8>, of size: Int) -> Int? {
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, parts.count < 3, parts.count == 1 || !parts[1].isEmpty else {
            return nil
        }
        var fraction = parts.count == 2 ? Array(parts[1]) : []
        while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        guard let rest = milliseconds(fraction, of: size) else { return nil }
        let (product, overflow) = (Int(String(decoding: Array(whole), as: UTF8.self)) ?? .max)
            .multipliedReportingOverflow(by: size)
        let (sum, isTooLarge) = product.addingReportingOverflow(rest)
        return overflow || isTooLarge ? .max : sum
    }

    /// The fraction; nil if it is not a whole number of milliseconds.
    private static func milliseconds(_ fraction: [UInt8], of size: Int) -> Int? {
        var scale = 1
        var number = 0
        for digit in fraction {
            guard scale <= size else { return nil }
            scale *= 10
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return (number * size).isMultiple(of: scale) ? number * size / scale : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// - Parameter limits: those of the library, in ms.
    func check(_ option: String, _ limits: ClosedRange<Int>) throws {
        if limits.contains(ms) { return }
        let (least, most) = (Elapsed.text(ms: limits.lowerBound), Elapsed.text(ms: limits.upperBound))
        throw ValidationError("\(option) may be from \(least) to \(most). Write \(Self.help).")
    }
}
