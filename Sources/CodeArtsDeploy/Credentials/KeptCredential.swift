internal import CPlatform
internal import CodeArtsDeployModel

/// A fetched credential and the rule for fetching the next: one thread fetches, those who came meanwhile share what it
/// got, an error included.
final class KeptCredential: @unchecked Sendable {
    struct Found {
        let credential: Credential
        /// On the monotonic clock, in ms: from here on a new one is fetched, ...
        var renewAtMS: Int64
        /// ... and from here on this one is of no use.
        let endsAtMS: Int64

        init(_ credential: Credential, renewAtMS: Int64, endsAtMS: Int64) {
            self.credential = credential
            self.renewAtMS = renewAtMS
            self.endsAtMS = endsAtMS
        }

        /// - Parameter endsAt: seconds since 1970; an hour from now where nobody says.
        init(_ credential: Credential, endsAt: Int64?) {
            let lifetimeMS = max(0, (endsAt ?? platform_unix_seconds() + 3600) - platform_unix_seconds()) * 1000
            // Five minutes early, or a quarter of a short life: a call that starts now may take a while to arrive.
            let now = platform_monotonic_ms()
            self.init(
                credential, renewAtMS: now + lifetimeMS - min(300_000, lifetimeMS / 4), endsAtMS: now + lifetimeMS)
        }
    }

    private let fetching = Lock()
    private let lock = Lock()
    private var found: Found?
    private var fetches = 0
    private var lastError: DeployError?
    private var refusedUntilMS: Int64 = 0
    private let holdsRefusals: Bool

    /// - Parameter holdsRefusals: whether a refusal stands for five minutes. A wrong password that is tried again and
    ///   again locks the user.
    init(holdsRefusals: Bool) {
        self.holdsRefusals = holdsRefusals
    }

    func credential(before deadline: Deadline, _ fetch: () throws(DeployError) -> Found) throws(DeployError)
        -> Credential
    {
        let (fresh, seen) = lock.with { (current, fetches) }
        if let fresh { return fresh }
        guard fetching.acquire(within: deadline.remainingMS) else {
            throw DeployError(.timeout, "No credential came in time.")
        }
        defer { fetching.release() }
        let (renewed, failure) = lock.with { (current, fetches > seen || isRefused ? lastError : nil) }
        if let renewed { return renewed }
        if let failure { throw failure }
        do throws(DeployError) {
            let found = try fetch()
            keep(found)
            return found.credential
        } catch {
            if let usable = fallBack(after: error) { return usable }
            throw error
        }
    }

    /// Forgets this token, unless another thread has replaced it by now.
    func drop(_ token: AuthToken) {
        lock.with {
            if case .token(let kept) = found?.credential, kept === token { found = nil }
        }
    }

    private var isRefused: Bool { platform_monotonic_ms() < refusedUntilMS }

    private var current: Credential? {
        guard let found, platform_monotonic_ms() < found.renewAtMS else { return nil }
        return found.credential
    }

    private func keep(_ found: Found) {
        lock.with {
            self.found = found
            lastError = nil
            fetches += 1
        }
    }

    /// A renewal comes early, so one that fails is no reason to fail a call: the old credential serves to its end, and
    /// the next try waits a little.
    private func fallBack(after error: DeployError) -> Credential? {
        lock.with {
            let now = platform_monotonic_ms()
            lastError = error
            fetches += 1
            if holdsRefusals, error.status == .authentication { refusedUntilMS = now + KeyGuard.heldSeconds * 1000 }
            guard var old = found, now < old.endsAtMS else {
                found = nil
                return nil
            }
            old.renewAtMS = min(old.endsAtMS, now + 10_000)
            found = old
            return old.credential
        }
    }
}
