internal import CodeArtsDeployModel

/// How far this machine's clock is from the service's: signatures and tokens depend on it.
struct ClockSkew {
    /// Less than this is no cause of a refusal.
    private static let harmless: Int64 = 300

    private let secondsBehind: Int64

    /// - Parameter date: the header Date of an answer.
    init(_ date: String?, now: Int64) {
        secondsBehind = date.flatMap { HTTPDate.unixSeconds($0) }.map { $0 - now } ?? 0
    }

    /// A sentence; empty where the clocks agree.
    var remark: String {
        guard abs(secondsBehind) > Self.harmless else { return "" }
        let direction = secondsBehind > 0 ? "behind" : "ahead of"
        return
            "This machine's clock is \(Int(abs(secondsBehind) / 60)) minutes \(direction) the service's: set it right first."
    }
}
