internal import CodeArtsDeployModel

/// A parser of ISO 8601 times as IAM writes them: `2019-02-13T06:52:13.855000Z`, always UTC.
enum ISODate {
    /// Seconds since 1970, fractions left out; nil where the text has another form.
    static func unixSeconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T"),
            let year = Int(digits: bytes[0..<4]), let month = Int(digits: bytes[5..<7]),
            let day = Int(digits: bytes[8..<10]),
            let hour = Int(digits: bytes[11..<13]), let minute = Int(digits: bytes[14..<16]),
            let second = Int(digits: bytes[17..<19]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        return Int64(days * 86_400 + hour * 3600 + minute * 60 + second)
    }
}
