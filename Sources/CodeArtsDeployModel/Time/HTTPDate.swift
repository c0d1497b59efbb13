/// A parser of the one form of date that HTTP allows to be sent (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
package enum HTTPDate {
    /// Seconds since 1970; nil where the text has another form.
    package static func unixSeconds(_ header: String) -> Int64? {
        let text = Array(header.utf8)
        guard isDate(text), let day = number(text, 5..<7), let month = month(text[8..<11]),
            let year = number(text, 12..<16), let hour = number(text, 17..<19), let minute = number(text, 20..<22),
            let second = number(text, 23..<25), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        guard CivilDate(daysSince1970: date.daysSince1970) == date else { return nil }
        return Int64(date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second)
    }

    /// Whether digits stand where this form has digits, and its own marks where it has those.
    private static func isDate(_ text: [UInt8]) -> Bool {
        let form: StaticString = "***, 00 *** 0000 00:00:00 GMT"
        guard text.count == form.utf8CodeUnitCount else { return false }
        return form.withUTF8Buffer { form in
            text.indices.allSatisfy { at in
                switch form[at] {
                case UInt8(ascii: "0"): isDigit(text[at])
                case UInt8(ascii: "*"): true
                default: text[at] == form[at]
                }
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func number(_ text: [UInt8], _ range: Range<Int>) -> Int? {
        Int(digits: text[range])
    }

    private static func month(_ name: ArraySlice<UInt8>) -> Int? {
        let names: [StaticString] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        return names.firstIndex { $0.matches(name) }.map { $0 + 1 }
    }
}
