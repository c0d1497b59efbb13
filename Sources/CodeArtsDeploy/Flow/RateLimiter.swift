internal import CPlatform

/// How fast a client goes after the service has said that it takes no more: half as many requests at once and none
/// before its time, then one more with each round of answers, until the limit is of no more use.
///
/// The client's threads and its background share it: a service that is too busy for one of them is so for all.
final class RateLimiter: @unchecked Sendable {
    /// From here on nothing is limited any more.
    private static let widest = 256
    /// While as many are on their way as may be: how long until one asks again. Nobody is woken for it, since that
    /// happens only after the service has asked for patience.
    private static let againMS = 10

    /// Whatever figure a refusal names, after this long one is tried again: it would else stop a client for a day.
    private static let longestMS = 60_000

    private let lock = Lock()
    private var inFlight = 0
    /// nil: as many as the caller likes.
    private var window: Int?
    private var answersInRound = 0
    private var opensAtMS: Int64 = 0
    /// Whether the service named that time; else it is a guess.
    private var isAskedFor = false

    /// Takes a place for one request; 0, or how many milliseconds to wait before asking again.
    func enter() -> Int {
        lock.with {
            if let window {
                let waitMS = opensAtMS - platform_monotonic_ms()
                if waitMS > 0 { return Int(waitMS) }
                if inFlight >= window { return Self.againMS }
            }
            inFlight += 1
            return 0
        }
    }

    func leave() {
        lock.with { inFlight -= 1 }
    }

    /// The service refused a request for being one too many. Answers how many it gets at once from now on.
    ///
    /// - Parameter isAskedFor: whether the service named the time; its word counts more than a guess.
    func throttled(forMS milliseconds: Int, isAskedFor: Bool = false) -> Int {
        lock.with {
            // The one that was refused has left already.
            let halved = max(1, (inFlight + 1) / 2)
            window = min(window ?? halved, halved)
            answersInRound = 0
            let now = platform_monotonic_ms()
            if opensAtMS <= now { self.isAskedFor = false }
            let opensMS = now + Int64(min(milliseconds, Self.longestMS))
            if isAskedFor == self.isAskedFor {
                opensAtMS = max(opensAtMS, opensMS)
            } else if isAskedFor {
                opensAtMS = opensMS
            }
            self.isAskedFor = self.isAskedFor || isAskedFor
            return window ?? halved
        }
    }

    /// The service took a request.
    func answered() {
        lock.with {
            guard let now = window else { return }
            answersInRound += 1
            guard answersInRound >= now else { return }
            answersInRound = 0
            window = now + 1 < Self.widest ? now + 1 : nil
        }
    }
}
