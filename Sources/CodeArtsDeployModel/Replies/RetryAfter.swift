/// The header Retry-After in both of its forms (RFC 9110, 10.2.3).
public enum RetryAfter {
    /// The longest wait that is reported: a day.
    static let longest = 86_400

    /// - Parameter now: seconds since 1970; a date is counted from here.
    /// - Returns: milliseconds; nil where the header is neither form.
    public static func milliseconds(_ header: String, now: Int64) -> Int? {
        let text = Array(header.utf8)
        if !text.isEmpty, text.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) {
            return min(Int(digits: text[...]) ?? longest, longest) * 1000
        }
        guard let date = HTTPDate.unixSeconds(header) else { return nil }
        return Int(min(max(date - now, 0), Int64(longest))) * 1000
    }
}
