internal import CodeArtsDeployModel

/// The warnings of one operation, which its result or error repeats. Touched by the thread that carries its run.
final class Warnings: @unchecked Sendable {
    /// An operation that goes on for a day may meet a thousand outages: its events tell them all, its result as many.
    private static let most = 100

    private(set) var all: [String] = []
    private let eventLog: EventLog?
    private var isClockTold = false

    /// - Parameter journal: the operation's own, which hears of what its parts warn of too.
    init(_ eventLog: EventLog?) {
        self.eventLog = eventLog
    }

    func add(_ message: String, about subject: EventSubject) {
        if all.count < Self.most { all.append(message) }
        eventLog?.warn(message, about: subject)
    }

    /// One that each of the operation's calls would repeat.
    func addOnce(_ message: String, about subject: EventSubject) {
        if !all.contains(message) { add(message, about: subject) }
    }

    /// The same for the clock, whose distance differs a little each time.
    func addOnce(_ skew: ClockSkew, about subject: EventSubject) {
        guard !isClockTold, !skew.isHarmless else { return }
        isClockTold = true
        add(skew.remark, about: subject)
    }
}
