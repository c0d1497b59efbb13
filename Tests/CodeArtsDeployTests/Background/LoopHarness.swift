import CPlatform
import CodeArtsDeployModel

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// An I/O loop that the test itself turns, round by round.
final class LoopHarness {
    let transport: FakeTransport
    let multi: FakeMulti
    let loop: IOLoop
    let limiter = RateLimiter()
    /// How the jobs ended, in that order.
    private(set) var ends: [String] = []

    /// - Parameter answer: what comes for each request; else nothing until the test lets it.
    init(_ answer: Answer = .silence, maxInFlight: Int = 8) {
        transport = FakeTransport(answer)
        multi = FakeMulti(transport)
        loop = IOLoop(multi, limiter: limiter, maxInFlight: maxInFlight)
    }

    func job(_ flow: @escaping () -> Step) -> Job {
        Job(flow) {
            switch $0 {
            case .success(let result): self.ends.append(text(result))
            case .failure(let error): self.ends.append(error.message)
            }
        }
    }

    @discardableResult
    func begin(_ flow: @escaping () -> Step) -> Job {
        let job = job(flow)
        loop.begin(job)
        return job
    }

    func cancel(_ job: Job) {
        loop.proceed(job, isCancelled: true)
    }

    /// Turns the loop as far as it goes without waiting; answers how long it would wait then.
    @discardableResult
    func generation() -> Int {
        for _ in 0..<1000 {
            loop.wait(0)
            let idleMS = loop.round()
            if idleMS > 0, loop.round() > 0 { return idleMS }
        }
        return 0
    }

    /// Turns it until so many jobs have ended.
    func generation(until count: Int) -> Bool {
        eventually {
            self.generation()
            return self.ends.count >= count
        }
    }
}
