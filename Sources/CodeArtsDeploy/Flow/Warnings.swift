internal import CodeArtsDeployModel

/// The warnings of one operation, which its result or error repeats. Touched by the thread that carries its run.
final class Warnings: @unchecked Sendable {
    /// An operation that goes on for a day may meet a thousand outages: its events report them all, its result this many.
    private static let most = 100

    private(set) var all: [String] = []
    private let eventLog: EventLog?
    private var isClockTold = false

    /// - Parameter eventLog: the operation's own, which gets the warnings of its parts too.
    init(_ eventLog: EventLog?) {
        self.eventLog = eventLog
    }

    func add(_ message: String, about subject: EventSubject) {
        keep(subject.item.map { "\($0.name): \(message)" } ?? message)
        eventLog?.warn(message, about: subject)
    }

    private func keep(_ message: String) {
        if all.count < Self.most { all.append(message) }
    }

    /// One that each of the operation's calls would repeat. Its subject is made only where there is something to say.
    func addOnce(_ message: String, about subject: @autoclosure () -> EventSubject) {
        if all.contains(message) { return }
        keep(message)
        eventLog?.warn(message, about: subject())
    }

    /// The same for the clock, whose distance differs a little each time.
    func addOnce(_ skew: ClockSkew, about subject: @autoclosure () -> EventSubject) {
        guard !isClockTold, !skew.isHarmless else { return }
        isClockTold = true
        keep(skew.remark)
        eventLog?.warn(skew.remark, about: subject())
    }
}
