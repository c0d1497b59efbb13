/// The header Retry-After in both of its forms (RFC 9110, 10.2.3).
public enum RetryAfter {
    /// The longest wait that is reported: a day.
    static let longest = 86_400

    /// - Parameter now: seconds since 1970; a date is counted from here.
    /// - Returns: milliseconds; nil where the header is neither form.
    public static func milliseconds(_ header: String, now: Int64) -> Int? {
        let text = Array(header.utf8)
        if !text.isEmpty, text.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) {
            return min(Int(header) ?? longest, longest) * 1000
        }
        guard let date = unixSeconds(text) else { return nil }
        return Int(min(max(date - now, 0), Int64(longest))) * 1000
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that may be sent.
    private static func unixSeconds(_ text: [UInt8]) -> Int64? {
        guard text.count == 29, let day = number(text, 5..<7), let month = month(text[8..<11]),
            let year = number(text, 12..<16),
            let hour = number(text, 17..<19), let minute = number(text, 20..<22), let second = number(text, 23..<25)
        else { return nil }
        return days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    private static func number(_ text: [UInt8], _ range: Range<Int>) -> Int64? {
        Int64(String(decoding: text[range], as: UTF8.self))
    }

    private static func month(_ name: ArraySlice<UInt8>) -> Int64? {
        let names: [StaticString] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        return names.firstIndex { $0.matches(name) }.map { Int64($0) + 1 }
    }

    /// Days since 1970 in the proleptic Gregorian calendar; the year starts in March, so that a leap day ends it.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
