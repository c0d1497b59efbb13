import Glibc

/// Elapsed times, formatted for people; and the clock that measures them.
enum Elapsed {
    /// `00:42`, `1:02:03`
    static func clock(ms: Int) -> String {
        let seconds = ms / 1000
        let minutes = seconds / 60
        let rest = two(seconds % 60)
        return minutes < 60 ? "\(two(minutes)):\(rest)" : "\(minutes / 60):\(two(minutes % 60)):\(rest)"
    }

    /// `300 ms`, `2.4 s`, `42 s`, `3 min 5 s`
    static func text(ms: Int) -> String {
        if ms < 1000 { return "\(ms) ms" }
        if ms < 10_000 { return "\(ms / 1000).\(ms % 1000 / 100) s" }
        let seconds = ms / 1000
        return seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
    }

    /// The monotonic clock, in ms.
    static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
