internal import CodeArtsDeployModel

/// The skew between this machine's clock and the service's: signatures and tokens depend on it.
package struct ClockSkew {
    /// Less than this is no cause of a refusal.
    private static let harmless: Int64 = 300

    let secondsBehind: Int64

    init(secondsBehind: Int64) {
        self.secondsBehind = secondsBehind
    }

    /// - Parameter date: the header Date of an answer.
    init(_ date: String?, now: Int64) {
        self.init(secondsBehind: ServiceClock.time(of: date).map { $0 - now } ?? 0)
    }

    package var isHarmless: Bool { abs(secondsBehind) <= Self.harmless }

    /// So wrong that nothing may be undone by what it says.
    var isDayOff: Bool { abs(secondsBehind) >= ServiceClock.aDay }

    /// "4320 minutes (3 days) behind the service's"
    var distance: String {
        let minutes = Int(abs(secondsBehind) / 60)
        let days = minutes / 1440
        let inDays = days == 0 ? "" : days == 1 ? " (1 day)" : " (\(days) days)"
        return "\(minutes) minutes\(inDays) \(secondsBehind > 0 ? "behind" : "ahead of") the service's"
    }

    /// A sentence; empty where the clocks agree.
    package var remark: String { isHarmless ? "" : "This machine's clock is \(distance): set it right first." }
}
