import CodeArtsDeployModel

/// The time of an event, in ms since 1970.
enum EventTime {
    /// - Parameter text: `2026-05-31T08:15:30.042Z`.
    static func unixMS(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, let day = CivilDate(bytes[..<10]), let hour = Int(digits: bytes[11..<13]),
            let minute = Int(digits: bytes[14..<16]), let second = Int(digits: bytes[17..<19]),
            let fraction = Int(digits: bytes[20..<23])
        else { return nil }
        return (((day.daysSince1970 * 24 + hour) * 60 + minute) * 60 + second) * 1000 + fraction
    }
}
