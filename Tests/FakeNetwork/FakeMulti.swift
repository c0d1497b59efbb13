import CPlatform
@testable import CodeArtsDeploy
import Glibc

/// Plays the network for an I/O loop. What the transport is silent about stays on its way until the test answers it, or
/// the loop breaks it off.
final class FakeMulti: MultiTransport, @unchecked Sendable {
    typealias Reply = Result<HTTPReply, TransportFailure>

    private let transport: FakeTransport
    private let waker: Int32
    private let own = platform_waker_new()
    private let lock = Lock()
    private var silent: [Job] = []
    /// What the test has answered, and the loop has not woken up for.
    private var answered: [(Job, Reply)] = []
    private var ended: [(Job, Reply)] = []
    private var most = 0
    private var interrupts = 0
    private var asleep = false
    private var closed = false
    /// Nothing that it is given is written to anybody.
    var isHeldBack = false

    init(_ transport: FakeTransport, wakingOn waker: Int32 = -1) {
        self.transport = transport
        self.waker = waker
    }

    deinit {
        platform_waker_free(own)
    }

    // MARK: The test's side

    /// How many are on their way.
    var count: Int { lock.with { silent.count } }
    /// How many were at most.
    var maxConcurrent: Int { lock.with { most } }
    /// How many were broken off.
    var interrupted: Int { lock.with { interrupts } }
    var isClosed: Bool { lock.with { closed } }
    /// Whether the loop's thread does nothing but wait, with no lock in its hand.
    var isAsleep: Bool { lock.with { asleep } }

    /// Answers the oldest of those on their way. The loop sees it when it next wakes up, so after it has heard of
    /// whatever was wished for before.
    func answer(_ count: Int = 1, _ answer: Answer = .started) {
        guard let reply = answer.result else { return }
        lock.with {
            for job in silent.prefix(count) { answered.append((job, reply)) }
            silent.removeFirst(min(count, silent.count))
        }
        platform_waker_raise(own)
    }

    // MARK: The loop's side

    func begin(_ request: HTTPRequest, for job: Job) -> TransportFailure? {
        let answer = transport.answer(to: request)
        if case .noBeginning(let failure) = answer { return failure }
        lock.with {
            if let reply = answer.result { ended.append((job, reply)) } else { silent.append(job) }
            most = max(most, silent.count + ended.count)
        }
        return nil
    }

    func mayBeWritten(_ job: Job) -> Bool { !isHeldBack }

    func interrupt(_ job: Job) -> TransportFailure {
        lock.with {
            interrupts += 1
            silent.removeAll { $0 === job }
            answered.removeAll { $0.0 === job }
            ended.removeAll { $0.0 === job }
        }
        return .cancelled(wasWritten: !isHeldBack)
    }

    func advance() {}

    func takeEnded() -> (Job, Reply)? { lock.with { ended.isEmpty ? nil : ended.removeFirst() } }

    func allowLate() {}

    func wait(_ milliseconds: Int, letting signals: HeldSignals?) -> Bool {
        var watched = [waker, own].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        lock.with { asleep = true }
        _ = poll(&watched, nfds_t(watched.count), Int32(clamping: milliseconds))
        platform_waker_clear(own)
        lock.with {
            asleep = false
            ended += answered
            answered = []
        }
        return true
    }

    func close() { lock.with { closed = true } }
}
