internal import CPlatform
internal import CodeArtsDeployModel

/// A fetched credential and the rule for fetching the next: one thread fetches, those who came meanwhile share what it
/// got, an error included.
final class KeptCredential: @unchecked Sendable {
    struct Found {
        let credential: Credential
        /// On the monotonic clock, in ms: from here on a new one is fetched.
        let renewAtMS: Int64

        /// - Parameter endsAt: seconds since 1970; an hour from now where nobody says.
        init(_ credential: Credential, endsAt: Int64?) {
            self.credential = credential
            let lifetimeMS = max(0, (endsAt ?? platform_unix_seconds() + 3600) - platform_unix_seconds()) * 1000
            // Five minutes early, or a quarter of a short life: a call that starts now may take a while to arrive.
            renewAtMS = platform_monotonic_ms() + lifetimeMS - min(300_000, lifetimeMS / 4)
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
            keep(found, nil)
            return found.credential
        } catch {
            keep(nil, error)
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

    private func keep(_ found: Found?, _ error: DeployError?) {
        lock.with {
            self.found = found
            lastError = error
            if holdsRefusals, error?.status == .authentication {
                refusedUntilMS = platform_monotonic_ms() + KeyGuard.heldSeconds * 1000
            }
            fetches += 1
        }
    }
}
