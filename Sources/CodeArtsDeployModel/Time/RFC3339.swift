/// Times as RFC 3339 writes them, in UTC and with milliseconds: `2026-05-31T08:15:30.042Z`.
package enum RFC3339 {
    /// - Parameter milliseconds: since 1970. A time outside the years 0 to 9999 becomes the nearest one inside.
    package static func text(unixMS milliseconds: Int64) -> String {
        let time = Int(min(max(milliseconds, -62_167_219_200_000), 253_402_300_799_999))
        let ofDay = (time % dayMS + dayMS) % dayMS
        var text = Array("T00:00:00.000Z".utf8)
        write(ofDay / 3_600_000, to: &text, upTo: 2)
        write(ofDay / 60_000 % 60, to: &text, upTo: 5)
        write(ofDay / 1000 % 60, to: &text, upTo: 8)
        write(ofDay % 1000, to: &text, upTo: 12)
        return CivilDate(daysSince1970: (time - ofDay) / dayMS).text + String(decoding: text, as: UTF8.self)
    }

    private static var dayMS: Int { 86_400_000 }

    /// - Parameter place: of the last digit.
    private static func write(_ number: Int, to text: inout [UInt8], upTo place: Int) {
        var rest = number
        var place = place
        while rest > 0 {
            text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
            place -= 1
        }
    }
}
