import CodeArtsDeployModel
import Glibc

/// A point in time, in each of the forms in which this cloud writes and reads one.
package struct Timestamp: Sendable, Comparable {
    /// Since 1970.
    package let microseconds: Int

    package init(microseconds: Int) {
        self.microseconds = microseconds
    }

    package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        microseconds = (days * 86_400 + hour * 3600 + minute * 60 + second) * 1_000_000
    }

    package static func now() -> Timestamp {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Timestamp(microseconds: Int(now.tv_sec) * 1_000_000 + Int(now.tv_nsec) / 1000)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    package func advanced(bySeconds seconds: Int) -> Timestamp {
        Timestamp(microseconds: microseconds + seconds * 1_000_000)
    }

    func advanced(byMicroseconds more: Int) -> Timestamp {
        Timestamp(microseconds: microseconds + more)
    }

    var milliseconds: Int { microseconds / 1000 }
}

extension Timestamp {
    /// Reads the header X-Sdk-Date, `20260102T030405Z`.
    init?(signingDate text: String) {
        guard let match = text.wholeMatch(of: /([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z/),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3), let hour = Int(match.4),
            let minute = Int(match.5), let second = Int(match.6), (1...12).contains(month), (1...31).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// As IAM writes times: `2019-02-13T06:52:13.855000Z`.
    var iso: String {
        let parts = Parts(self)
        return "\(parts.date.text)T\(parts.time).\(Self.digits(parts.microsecond, 6))Z"
    }

    /// As the header Date has it (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    var httpDate: String {
        let parts = Parts(self)
        let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][parts.weekday]
        let month = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][parts.date.month - 1]
        let year = Self.digits(parts.date.year, 4)
        return "\(weekday), \(Self.digits(parts.date.day)) \(month) \(year) \(parts.time) GMT"
    }

    /// As this service writes times, on the clock of Beijing: `2026-01-02 03:04:05`.
    var beijing: String {
        let parts = Parts(advanced(bySeconds: Self.beijingSeconds))
        return "\(parts.date.text) \(parts.time)"
    }

    /// The day in Beijing, counted from 1 January 1970.
    var beijingDay: Int {
        Self.split(microseconds + Self.beijingSeconds * 1_000_000, by: 86_400 * 1_000_000).quotient
    }

    /// Reads a day, `2026-01-02`, and counts it from 1 January 1970.
    static func day(_ text: String) -> Int? {
        CivilDate(Array(text.utf8)[...])?.daysSince1970
    }

    /// How this service writes a duration: `00:01:05`, in whole seconds.
    static func duration(microseconds: Int) -> String {
        let seconds = microseconds / 1_000_000
        return [seconds / 3600, seconds / 60 % 60, seconds % 60].map { digits($0) }.joined(separator: ":")
    }

    private static let beijingSeconds = 8 * 3600

    /// Rounded down before 1970 as well.
    private static func split(_ number: Int, by divisor: Int) -> (quotient: Int, rest: Int) {
        let rest = (number % divisor + divisor) % divisor
        return ((number - rest) / divisor, rest)
    }

    private static func digits(_ number: Int, _ count: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }

    /// The calendar fields of a moment.
    private struct Parts {
        let date: CivilDate
        /// From Sunday.
        let weekday: Int
        /// `08:49:37`
        let time: String
        let microsecond: Int

        init(_ moment: Timestamp) {
            let (seconds, microsecond) = Timestamp.split(moment.microseconds, by: 1_000_000)
            let (days, second) = Timestamp.split(seconds, by: 86_400)
            self.microsecond = microsecond
            date = CivilDate(daysSince1970: days)
            // 1970 began on a Thursday.
            weekday = Timestamp.split(days + 4, by: 7).rest
            time = [second / 3600, second / 60 % 60, second % 60].map { digits($0) }.joined(separator: ":")
        }
    }
}
