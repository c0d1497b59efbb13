internal import CodeArtsDeployModel

/// A point in time as signatures write it, in UTC: `20260102T030405Z`.
struct SigningDate {
    /// Sixteen bytes.
    let text: [UInt8]

    /// - Parameter unixSeconds: since 1970. A time outside the years 0 to 9999 is taken as the nearest one inside: the
    ///   service refuses it, and says so.
    init(unixSeconds: Int64) {
        let seconds = Int(min(max(unixSeconds, -62_167_219_200), 253_402_300_799))
        let second = (seconds % 86_400 + 86_400) % 86_400
        let date = CivilDate(daysSince1970: (seconds - second) / 86_400)
        var text: [UInt8] = []
        text.reserveCapacity(16)
        Self.append(date.year, digits: 4, to: &text)
        Self.append(date.month, digits: 2, to: &text)
        Self.append(date.day, digits: 2, to: &text)
        text.append(UInt8(ascii: "T"))
        Self.append(second / 3600, digits: 2, to: &text)
        Self.append(second / 60 % 60, digits: 2, to: &text)
        Self.append(second % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: "Z"))
        self.text = text
    }

    private static func append(_ number: Int, digits: Int, to text: inout [UInt8]) {
        var scale = digits == 4 ? 1000 : 10
        while scale > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number / scale % 10))
            scale /= 10
        }
    }
}
