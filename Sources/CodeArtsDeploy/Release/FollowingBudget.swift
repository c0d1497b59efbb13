internal import CPlatform
internal import CodeArtsDeployModel

/// A budget of requests for following, as a leaky bucket (GCRA): at most 600 a minute at the default interval, more in
/// proportion where the caller has asked for a shorter one.
struct FollowingBudget {
    private static let burst = 60
    private static let perMinute = 600 - burst

    let spacingUS: Int64
    /// When the next request is due if they are evenly spread.
    private var dueUS: Int64 = 0

    init(intervalMS: Int) {
        let share = min(intervalMS, Defaults.intervalMS)
        spacingUS = Int64(60_000_000 / Self.perMinute * share / Defaults.intervalMS)
    }

    /// Takes one request; answers for how many ms it has to wait.
    mutating func take(at nowMS: Int64 = platform_monotonic_ms()) -> Int {
        dueUS = max(dueUS, nowMS * 1000) + spacingUS
        return max(0, Int((dueUS - nowMS * 1000) / 1000 - Int64(Self.burst) * spacingUS / 1000))
    }

    /// Whether there is room for more than the necessary.
    func hasRoom(at nowMS: Int64 = platform_monotonic_ms()) -> Bool {
        dueUS - nowMS * 1000 < Int64(Self.burst) * spacingUS / 2
    }
}
