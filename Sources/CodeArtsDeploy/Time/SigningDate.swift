internal import CodeArtsDeployModel

/// A timestamp as signatures write it, in UTC: `20260102T030405Z`.
struct SigningDate {
    /// Sixteen bytes.
    let text: [UInt8]

    /// - Parameter unixSeconds: since 1970. A time outside the years 0 to 9999 is taken as the nearest one inside: the
    ///   service refuses it, and says so.
    init(unixSeconds: Int64) {
        let seconds = Int(min(max(unixSeconds, -62_167_219_200), 253_402_300_799))
        let second = (seconds % 86_400 + 86_400) % 86_400
        let date = CivilDate(daysSince1970: (seconds - second) / 86_400)
        text = [UInt8](unsafeUninitializedCapacity: 16) { text, count in
            count = 16
            Self.write(date.year / 100, to: text, at: 0)
            Self.write(date.year % 100, to: text, at: 2)
            Self.write(date.month, to: text, at: 4)
            Self.write(date.day, to: text, at: 6)
            text[8] = UInt8(ascii: "T")
            Self.write(second / 3600, to: text, at: 9)
            Self.write(second / 60 % 60, to: text, at: 11)
            Self.write(second % 60, to: text, at: 13)
            text[15] = UInt8(ascii: "Z")
        }
    }

    /// Two digits.
    private static func write(_ number: Int, to text: UnsafeMutableBufferPointer<UInt8>, at place: Int) {
        text[place] = UInt8(ascii: "0") + UInt8(number / 10)
        text[place + 1] = UInt8(ascii: "0") + UInt8(number % 10)
    }
}
