/// A heartbeat timer: says when to report that nothing has changed. CI systems end a job that is silent for long.
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

    /// The elapsed time, if a heartbeat is due; otherwise nil.
    ///
    /// - Parameter lastWordMS: when anything was last written.
    mutating func due(at now: Int, lastWordMS: Int) -> Int? {
        guard everyMS > 0, now - max(lastMS, lastWordMS) >= everyMS else { return nil }
        lastMS = now
        return now - beganMS
    }
}
