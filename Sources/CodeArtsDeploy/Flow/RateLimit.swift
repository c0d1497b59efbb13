internal import CodeArtsDeployModel

/// The rate limit of one API, as far as a client knows it.
///
/// At first nothing is limited. The first refusal measures the limit, if anything was accepted just before it or if it
/// names the policy: from then on there is a `Quota`. A refusal that says nothing closes the way for a while, and halves
/// how many are on their way at once; with each round of answers one more goes.
struct RateLimit {
    /// From here on nothing is limited any more.
    private static let widest = 256
    /// While as many are on their way as may be: how long until one asks again. Nobody is woken for it, since that
    /// happens only after the service has asked for patience.
    private static let againMS: Int64 = 10
    /// Whatever figure a refusal names, after this long one is tried again: it would else stop a client for a day.
    private static let longestMS: Int64 = 60_000
    private static let secondMS: Int64 = 1000
    private static let minuteMS: Int64 = 60_000

    private var inFlight = 0
    private var quota: Quota?
    /// How many go at once; nil: as many as the caller likes.
    private var window: Int?
    private var answersInRound = 0
    private var opensAtMS: Int64 = 0
    /// Whether the service named that time; else it is a guess.
    private var isAskedFor = false
    /// What was accepted in the last second and the last minute, by the time it was sent.
    private var lastSecond = SlidingCount(periodMS: secondMS)
    private var lastMinute = SlidingCount(periodMS: minuteMS)

    /// Takes a place for one request; 0, or how many milliseconds to wait before asking again.
    mutating func enter(at nowMS: Int64) -> Int64 {
        let waitMS = waitMS(at: nowMS)
        if waitMS == 0 {
            inFlight += 1
            quota?.spend(at: nowMS)
        }
        return waitMS
    }

    private mutating func waitMS(at nowMS: Int64) -> Int64 {
        guard quota != nil || window != nil else { return 0 }
        if opensAtMS > nowMS { return opensAtMS - nowMS }
        if let waitMS = quota?.waitMS(at: nowMS) { return waitMS }
        if let window, inFlight >= window { return Self.againMS }
        return 0
    }

    mutating func leave() {
        inFlight -= 1
    }

    /// Gives back a place that was not used.
    mutating func withdraw(at nowMS: Int64) {
        inFlight -= 1
        quota?.withdraw(at: nowMS)
    }

    /// The service took a request.
    mutating func accepted(sentMS: Int64) {
        lastSecond.add(at: sentMS)
        lastMinute.add(at: sentMS)
        quota?.accepted(sentMS: sentMS)
        guard let now = window else { return }
        answersInRound += 1
        guard answersInRound >= now else { return }
        answersInRound = 0
        window = now + 1 < Self.widest ? now + 1 : nil
    }

    /// The service refused a request for being one too many. Answers when it may be sent again, and how many may go.
    mutating func refused(_ refusal: RateRefusal, at nowMS: Int64, random: UInt32) -> RateVerdict {
        let accepted = lastSecond.count(at: nowMS)
        // A limit for an hour or a day is no pace: one refusal would stop a client until that time is over.
        let policy = refusal.policy.flatMap { Int64($0.periodMS) <= Self.longestMS ? $0 : nil }
        let isLong = policy.map { Int64($0.periodMS) > Self.secondMS } ?? false
        let wasShared = quota?.isShared ?? false
        var pauseMS: Int64 = 0
        if quota != nil {
            pauseMS =
                quota?.refused(
                    sentMS: refusal.sentMS, policy, accepted: accepted, at: nowMS, random: random) ?? 0
        } else if policy != nil || accepted > 0 {
            quota = Quota(
                policy, accepted: isLong ? lastMinute : lastSecond, inFlight: inFlight,
                isLate: window != nil || accepted == 0, at: nowMS)
            // Who was there first has the rest of this period.
            if accepted == 0, let quota { pauseMS = quota.periodMS / 2 + (Int64(random) * (quota.periodMS / 2)) >> 32 }
            window = nil
        } else {
            // The one that was refused has left already.
            let halved = max(1, (inFlight + 1) / 2)
            window = min(window ?? halved, halved)
            answersInRound = 0
            pauseMS = Int64(refusal.guessMS)
        }
        let askedMS = refusal.askedMS.map { Int64($0) }
        // Where several clients share a limit, a refusal of one request is none of the others.
        let isForOne = wasShared && (askedMS ?? 0) <= quota?.periodMS ?? 0
        let closedMS = isForOne ? pauseMS : askedMS ?? pauseMS
        close(forMS: closedMS, isAskedFor: askedMS != nil && !isForOne, at: nowMS)
        var verdict = RateVerdict(atOnce: quota?.limit ?? window ?? 1, waitMS: refusal.guessMS)
        verdict.limit = quota?.limit
        verdict.periodMS = quota.map { Int($0.periodMS) }
        if quota != nil, refusal.askedMS == nil { verdict.waitMS = Int(max(1, opensAtMS - nowMS)) }
        return verdict
    }

    private mutating func close(forMS milliseconds: Int64, isAskedFor: Bool, at nowMS: Int64) {
        if opensAtMS <= nowMS { self.isAskedFor = false }
        let opensMS = nowMS + min(milliseconds, Self.longestMS)
        if isAskedFor == self.isAskedFor {
            opensAtMS = max(opensAtMS, opensMS)
        } else if isAskedFor {
            opensAtMS = opensMS
        }
        self.isAskedFor = self.isAskedFor || isAskedFor
    }
}

/// A refusal for being one too many (429, APIGW.0308), and what it says.
struct RateRefusal {
    /// When the request was sent.
    var sentMS: Int64
    /// What Retry-After says; nil where it says nothing.
    var askedMS: Int?
    var policy: RateLimitPolicy?
    /// How long to wait where nothing is known.
    var guessMS: Int
}

/// What a refusal comes to.
struct RateVerdict {
    /// How many requests may go at once from now on.
    var atOnce: Int
    /// How long until the one that was refused may go again.
    var waitMS: Int
    /// How many in a period, where that is known.
    var limit: Int?
    var periodMS: Int?
}
