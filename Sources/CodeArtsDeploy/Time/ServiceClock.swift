internal import CPlatform
internal import CodeArtsDeployModel
internal import Synchronization

/// A clock that shows the service's time, as far as the header Date of its answers tells it.
///
/// What asks "which records are new" asks in the service's days and not in this machine's, whose clock may be wrong by
/// years and may be set at any moment. Between two answers a clock goes on that nobody sets.
final class ServiceClock: Sendable {
    /// From here on a clock is so wrong that nothing is undone by what it says.
    static let aDay: Int64 = 86_400
    /// Two clocks no further apart than this are both allowed for, should it be the service's that is wrong.
    private static let mostDaysBetween = 31
    /// How far a clock may be wrong that nothing can be compared with: with it, two days back are one window still.
    private static let slackDays = 13
    /// 2026-01-01: no machine that has this library is older.
    private static let earliest: Int64 = 1_767_225_600

    /// From 2000 to 2125: what names another year is no clock that is wrong, but none at all.
    private static let years: Range<Int64> = 946_684_800..<4_922_812_800

    /// - Parameter header: Date of an answer.
    /// - Returns: seconds since 1970; nil where it has no time.
    static func time(of header: String?) -> Int64? {
        header.flatMap { HTTPDate.unixSeconds($0) }.flatMap { years.contains($0) ? $0 : nil }
    }

    /// Of the service's clock before the one that nobody sets, in seconds; `unasked` before any answer, `silent` where
    /// those that came had no Date.
    private let ahead = Atomic<Int64>(unasked)
    private static let unasked = Int64.min
    private static let silent = Int64.min + 1

    /// - Parameter date: of an answer of the service, in seconds since 1970; nil where it had none.
    func learn(_ date: Int64?) {
        if let date { return ahead.store(date - platform_boot_ms() / 1000, ordering: .releasing) }
        _ = ahead.compareExchange(expected: Self.unasked, desired: Self.silent, ordering: .acquiringAndReleasing)
    }

    /// Seconds since 1970 by the service's clock; nil where it never sent one.
    var now: Int64? {
        let ahead = ahead.load(ordering: .acquiring)
        return ahead > Self.silent ? ahead + platform_boot_ms() / 1000 : nil
    }

    /// The skew of this machine's clock.
    var skew: ClockSkew {
        let local = platform_unix_seconds()
        if let now { return ClockSkew(secondsBehind: now - local) }
        return ClockSkew(secondsBehind: local < Self.earliest ? Self.earliest - local : 0)
    }

    /// The days that may be today, counted since 1970, whatever the zone: for the ends of what is asked for.
    var today: ClosedRange<Int> {
        let local = Self.day(platform_unix_seconds())
        guard let now else {
            let isSilent = ahead.load(ordering: .acquiring) == Self.silent
            return isSilent ? local - Self.slackDays...local + Self.slackDays : local...local
        }
        let today = Self.day(now)
        return abs(today - local) > Self.mostDaysBetween ? today...today : min(today, local)...max(today, local)
    }

    private static func day(_ seconds: Int64) -> Int { Int(seconds / aDay) }
}
