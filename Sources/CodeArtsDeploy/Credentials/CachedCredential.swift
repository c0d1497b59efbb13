internal import CPlatform
internal import CodeArtsDeployModel

/// A fetched credential and the rule for fetching the next: one run fetches, those who came meanwhile share what it
/// got, an error included.
final class CachedCredential: @unchecked Sendable {
    struct Found {
        let credential: Credential
        /// On the clock that runs while the machine sleeps, in ms: from here on a new one is fetched, ...
        var renewAtMS: Int64
        /// ... and from here on this one is of no use.
        let endsAtMS: Int64

        init(_ credential: Credential, renewAtMS: Int64, endsAtMS: Int64) {
            self.credential = credential
            self.renewAtMS = renewAtMS
            self.endsAtMS = endsAtMS
        }

        /// - Parameter seconds: how long it lasts from now on.
        init(_ credential: Credential, lasts seconds: Int64) {
            let lifetimeMS = min(max(0, seconds), 1 << 32) * 1000
            // Five minutes early, or a quarter of a short life: a call that starts now may take a while to arrive.
            let now = platform_boot_ms()
            self.init(
                credential, renewAtMS: now + lifetimeMS - min(300_000, lifetimeMS / 4), endsAtMS: now + lifetimeMS)
        }
    }

    /// How long until somebody who waits for another's fetch looks again, longer each time. A queue of those who wait
    /// would have to outlive forks, cancellations and deadlines, for something that happens once a day.
    private static let againMS = 10
    private static let maxAgainMS = 320

    private let lock = Lock()
    private var found: Found?
    private var isFetching = false
    private var fetches = 0
    private var lastError: DeployError?
    private var refusedUntilMS: Int64 = 0
    private let holdsRefusals: Bool

    /// - Parameter holdsRefusals: whether a refusal stands for five minutes. A wrong password that is tried again and
    ///   again locks the user.
    init(holdsRefusals: Bool) {
        self.holdsRefusals = holdsRefusals
    }

    /// Fetches one, in so many tries.
    typealias Fetch = (Int, @escaping (Result<Found, DeployError>) -> Step) -> Step

    func credential(
        for context: CallContext, tries: Int = 1, _ fetch: @escaping Fetch,
        then: @escaping (Result<Credential, DeployError>) -> Step
    ) -> Step {
        let seen = lock.with { fetches }
        return credential(for: context, since: seen, againMS: Self.againMS, { fetch($0 ? 1 : tries, $1) }, then)
    }

    /// Fetches one; the flag says whether there is an old one that would do.
    private typealias OneFetch = (Bool, @escaping (Result<Found, DeployError>) -> Step) -> Step

    private enum Decision {
        case answer(Result<Credential, DeployError>)
        case fetch(isEarly: Bool)
        case wait
    }

    private func credential(
        for context: CallContext, since seen: Int, againMS: Int, _ fetch: @escaping OneFetch,
        _ then: @escaping (Result<Credential, DeployError>) -> Step
    ) -> Step {
        // Checked first: a caller that has given up must not be the one that fetches for the others.
        if context.isCancelled || context.deadline.isOver { return then(.failure(Self.late(context))) }
        switch decision(since: seen) {
        case .answer(let answer): return then(answer)
        case .fetch(let isEarly): return fetch(isEarly) { then(self.keep($0)) }
        case .wait:
            let next = min(againMS * 2, Self.maxAgainMS)
            let waitMS = min(againMS, context.deadline.remainingMS)
            return .pause(ms: waitMS) { self.credential(for: context, since: seen, againMS: next, fetch, then) }
        }
    }

    /// What one who asks now gets: the credential, the error of a fetch that ended meanwhile, or the task to fetch.
    private func decision(since seen: Int) -> Decision {
        lock.with {
            if let current { return .answer(.success(current)) }
            if fetches > seen || isRefused, let lastError { return .answer(.failure(lastError)) }
            if isFetching { return .wait }
            isFetching = true
            return .fetch(isEarly: found.map { platform_boot_ms() < $0.endsAtMS } ?? false)
        }
    }

    private static func late(_ context: CallContext) -> DeployError {
        context.isCancelled
            ? DeployError(.cancelled, "The operation was cancelled.")
            : DeployError(.timeout, "No credential came in time.")
    }

    /// Forgets what was refused, unless another thread has replaced it by now.
    func drop(_ refused: Credential) {
        lock.with {
            if let kept = found?.credential, kept.isSame(as: refused) { found = nil }
        }
    }

    private var isRefused: Bool { platform_boot_ms() < refusedUntilMS }

    private var current: Credential? {
        guard let found, platform_boot_ms() < found.renewAtMS else { return nil }
        return found.credential
    }

    private func keep(_ fetched: Result<Found, DeployError>) -> Result<Credential, DeployError> {
        lock.with {
            isFetching = false
            switch fetched {
            case .success(let new):
                found = new
                lastError = nil
                fetches += 1
                return .success(new.credential)
            case .failure(let error):
                return fallBack(after: error).map { .success($0) } ?? .failure(error)
            }
        }
    }

    /// A renewal comes early, so one that fails is no reason to fail a call: the old credential serves to its end, and
    /// the next try waits a little.
    private func fallBack(after error: DeployError) -> Credential? {
        let now = platform_boot_ms()
        if error.status != .cancelled, error.status != .timeout {
            // Who had no time says nothing about the source: the next one tries by itself.
            lastError = error
            fetches += 1
        }
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
