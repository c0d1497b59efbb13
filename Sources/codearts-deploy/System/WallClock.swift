import Glibc

/// The wall clock of this machine.
enum WallClock {
    /// `2026-11-22 21:47:57`
    static var utc: String {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)].map(two)
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { two(Int($0)) }
        return date.joined(separator: "-") + " " + clock.joined(separator: ":")
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
