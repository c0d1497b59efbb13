/// When it is time to say that nothing has changed: whoever runs jobs takes a long silence for a job that hangs.
struct Heartbeat {
    static let usualMS = 60_000

    private let everyMS: Int
    private let beganMS: Int
    private var lastMS: Int

    /// - Parameter everyMS: 0 for never.
    init(everyMS: Int = Self.usualMS, from now: Int = Elapsed.now) {
        self.everyMS = everyMS
        beganMS = now
        lastMS = now
    }

    /// How long it has gone on; nil where it is not the time to say so.
    ///
    /// - Parameter lastWordMS: when anything was last said.
    mutating func due(at now: Int, lastWordMS: Int) -> Int? {
        guard everyMS > 0, now - max(lastMS, lastWordMS) >= everyMS else { return nil }
        lastMS = now
        return now - beganMS
    }
}
