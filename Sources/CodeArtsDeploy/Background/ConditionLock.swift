internal import CPlatform

/// A lock on which threads can wait for something to change.
final class ConditionLock: @unchecked Sendable {
    private let signal: OpaquePointer? = platform_condition_new()

    deinit {
        platform_condition_free(signal)
    }

    func with<Result>(_ work: () -> Result) -> Result {
        platform_condition_acquire(signal)
        defer { platform_condition_release(signal) }
        return work()
    }

    /// The same for a change that others wait for.
    func change<Result>(_ work: () -> Result) -> Result {
        with {
            defer { platform_condition_wake_all(signal) }
            return work()
        }
    }

    /// Waits until there is something to see, or until the time is over: 0 checks once, -1 waits without a limit.
    func wait<Result>(_ milliseconds: Int32, for look: () -> Result?) -> Result? {
        let end = milliseconds < 0 ? -1 : platform_monotonic_ms() + Int64(milliseconds)
        return with {
            while true {
                if let seen = look() { return seen }
                if milliseconds == 0 || !platform_condition_wait(signal, end) { return look() }
            }
        }
    }
}
