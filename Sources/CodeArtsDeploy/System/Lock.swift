internal import CPlatform

/// A pthread mutex: the Embedded subset has no `Mutex`, and the thread sanitizer cannot see the one that Swift has.
final class Lock: @unchecked Sendable {
    private let lock: OpaquePointer? = platform_lock_new()

    deinit {
        platform_lock_free(lock)
    }

    func with<Result>(_ work: () -> Result) -> Result {
        platform_lock_acquire(lock)
        defer { platform_lock_release(lock) }
        return work()
    }
}
