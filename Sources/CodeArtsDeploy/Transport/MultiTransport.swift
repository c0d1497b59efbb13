internal import CodeArtsDeployModel

/// A transport for many exchanges at once on one thread. A class of its own beside `Transport`, so that a test can
/// play this as well.
protocol MultiTransport: AnyObject {
    /// Begins an exchange; answers why it could not.
    func begin(_ request: HTTPRequest, for job: Job) -> TransportFailure?

    /// Whether any of it may have been written.
    func mayBeWritten(_ job: Job) -> Bool

    /// Breaks an exchange off; answers what is known of it.
    func interrupt(_ job: Job) -> TransportFailure

    /// Moves every exchange as far as it goes without waiting.
    func advance()

    /// The next exchange that has ended.
    func takeEnded() -> (Job, Result<HTTPReply, TransportFailure>)?

    /// Lets each exchange read what has come for it although its time is over.
    func allowLate()

    /// Sleeps until an exchange can go on, the waker is raised, or the time is over.
    ///
    /// - Parameter signals: those that are let in meanwhile.
    /// - Returns: false where one of them came.
    func wait(_ milliseconds: Int, letting signals: HeldSignals?) -> Bool

    /// Closes every connection.
    func close()
}
