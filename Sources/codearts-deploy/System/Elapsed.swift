import CodeArtsDeployModel
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

    /// `300 ms`, `2.4 s`, `42 s`, `3 min 5 s`, as in the messages of the library.
    static func text(ms: Int) -> String { DurationText.of(ms: ms) }

    /// The monotonic clock, in ms.
    static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
