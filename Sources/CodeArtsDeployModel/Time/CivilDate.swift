/// A day of the proleptic Gregorian calendar.
///
/// The arithmetic counts years from March, so that the leap day ends one: then the days before a month are the same in
/// every year.
package struct CivilDate: Sendable, Equatable {
    package let year: Int
    /// From 1.
    package let month: Int
    /// From 1. A day beyond the end of its month is one of the next.
    package let day: Int

    package init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2026-05-31`; nil where the text is no day of the calendar.
    package init?(_ text: ArraySlice<UInt8>) {
        guard text.count == 10 else { return nil }
        var numbers = [0]
        for (place, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where place == 4 || place == 7: numbers.append(0)
            case UInt8(ascii: "0")...UInt8(ascii: "9") where place != 4 && place != 7:
                numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - UInt8(ascii: "0"))
            default: return nil
            }
        }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
        // A day beyond the end of its month would come back as one of the next.
        guard CivilDate(daysSince1970: daysSince1970) == self else { return nil }
    }

    /// `2026-05-31`.
    package var text: String {
        var digits = (year * 100 + month) * 100 + day
        var text = Array("0000-00-00".utf8)
        for place in text.indices.reversed() where text[place] == UInt8(ascii: "0") {
            text[place] &+= UInt8(truncatingIfNeeded: digits % 10)
            digits /= 10
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Parameter days: negative before 1970.
    package init(daysSince1970 days: Int) {
        let days = days + Self.daysTo1970
        let era = Self.quotient(days, Self.daysOfEra)
        let dayOfEra = days - era * Self.daysOfEra
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    package var daysSince1970: Int {
        let shifted = month > 2 ? year : year - 1
        let era = Self.quotient(shifted, 400)
        let yearOfEra = shifted - era * 400
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return era * Self.daysOfEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - Self.daysTo1970
    }

    /// Four hundred years, after which the calendar repeats itself.
    private static var daysOfEra: Int { 146_097 }
    /// From 1 March of the year 0.
    private static var daysTo1970: Int { 719_468 }

    /// Rounded down, for the years before 0 as well.
    private static func quotient(_ number: Int, _ divisor: Int) -> Int {
        (number >= 0 ? number : number - divisor + 1) / divisor
    }
}
