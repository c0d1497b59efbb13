/// A rate-limit policy: so many requests in so much time, as the gateway names it in the words of a refusal,
/// `policy user over ratelimit,limit:50,time:1 second`.
public struct RateLimitPolicy: Sendable, Equatable {
    public let limit: Int
    public let periodMS: Int

    /// What is beyond these is no figure to go by.
    private static let mostRequests = 1_000_000
    private static let longestMS = 86_400_000

    /// - Parameter words: the service's message. nil where it names no policy, or one that makes no sense.
    public init?(in words: String) {
        var limit: Int?
        var period: Int?
        var scanner = WordScanner(words)
        while let word = scanner.next() {
            if word.isOne(of: ["limit"]), limit == nil {
                guard let number = scanner.number(), !scanner.isInWord else { continue }
                limit = number
            } else if word.isOne(of: ["time", "period", "interval", "window"]), period == nil {
                let count = scanner.number() ?? 1
                guard let unit = scanner.next().flatMap({ Self.unitMS($0) }) else { continue }
                let (product, isTooLong) = count.multipliedReportingOverflow(by: unit)
                period = isTooLong ? 0 : product
            }
        }
        guard let limit, let period, (1...Self.mostRequests).contains(limit), (1...Self.longestMS).contains(period)
        else { return nil }
        self.limit = limit
        periodMS = period
    }

    private static func unitMS(_ word: WordScanner.Word) -> Int? {
        if word.isOne(of: ["ms", "msec", "millisecond"]) { return 1 }
        if word.isOne(of: ["s", "sec", "second"]) { return 1000 }
        if word.isOne(of: ["m", "min", "minute"]) { return 60_000 }
        if word.isOne(of: ["h", "hr", "hour"]) { return 3_600_000 }
        if word.isOne(of: ["d", "day"]) { return 86_400_000 }
        return nil
    }
}

/// A scanner of words and numbers, whatever stands between them.
private struct WordScanner {
    struct Word {
        let letters: ArraySlice<UInt8>

        /// In the singular or the plural, in capitals or not.
        func isOne(of names: [StaticString]) -> Bool {
            let isPlural = letters.count > 2 && letters.last == UInt8(ascii: "s")
            return names.contains { $0.matches(letters) || isPlural && $0.matches(letters.dropLast()) }
        }
    }

    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) {
        bytes = text.utf8.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
    }

    private func isLetter(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
    private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// Whether a word begins here without anything between, as in `1e9`.
    var isInWord: Bool { at < bytes.count && isLetter(bytes[at]) }

    /// The next word; numbers before it are passed over.
    mutating func next() -> Word? {
        while at < bytes.count, !isLetter(bytes[at]) { at += 1 }
        let start = at
        while at < bytes.count, isLetter(bytes[at]) { at += 1 }
        return start == at ? nil : Word(letters: bytes[start..<at])
    }

    /// The number that follows, if it comes before the next word. One that is negative or too large is 0, which
    /// no policy has.
    mutating func number() -> Int? {
        var position = at
        while position < bytes.count, !isDigit(bytes[position]) {
            if isLetter(bytes[position]) { return nil }
            if bytes[position] == UInt8(ascii: "-") { return 0 }
            position += 1
        }
        let start = position
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
        guard start < position else { return nil }
        at = position
        // A fraction is no whole number.
        if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "."), isDigit(bytes[position + 1]) { return 0 }
        return Int(digits: bytes[start..<position]) ?? 0
    }
}
