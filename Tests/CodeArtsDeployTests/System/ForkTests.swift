import CPlatform
import CodeArtsDeployModel
import Foundation
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// What a forked child may do with what it inherited. The process that forks is one of its own: the tests' has threads
/// in every lock that there is.
@Suite struct ForkTests {
    @Test func `in a forked child an operation answers FORKED, and touches no lock of its parent's`() async {
        await #expect(processExitsWith: .success) {
            let bench = try Harness(FakeTransport(.silence))
            let operation = try bench.submit()
            await untilAsleep(bench, sent: 1)
            let signal = try #require(Mirror(reflecting: operation).descendant("signal") as? ConditionLock)
            // The child inherits the lock as taken, and nobody there will ever release it.
            let child = signal.with {
                forked {
                    let waited = failure { () throws(DeployError) in try operation.wait(timeoutMS: -1) }
                    let looked = failure { () throws(DeployError) in try operation.nextEvent(timeoutMS: -1) }
                    operation.cancel()
                    operation.release()
                    return waited?.status == .forked && looked?.status == .forked && !operation.cancellation.isDelivered
                }
            }
            #expect(child)
            bench.transport.multi?.answer()
            #expect(try operation.wait(timeoutMS: 60_000) != nil)
        }
    }

    // The thread sanitizer allows no thread in a forked child.
    @Test(.enabled(if: dlsym(nil, "__tsan_init") == nil))
    func `in a forked child a client starts over with a background of its own`() async {
        await #expect(processExitsWith: .success) {
            let bench = try Harness(FakeTransport())
            _ = try bench.submit().wait(timeoutMS: 60_000)
            await untilAsleep(bench, sent: 0)
            #expect(
                forked {
                    guard let operation = try? bench.submit() else { return false }
                    return (try? operation.wait(timeoutMS: 20_000)) != nil
                })
        }
    }
}

/// Waits until the I/O thread has sent so many requests and sleeps. Awake it may be inside Swift's own runtime, whose locks
/// a child would inherit as taken.
private func untilAsleep(_ bench: Harness, sent count: Int) async {
    let isAsleep = await eventually {
        guard let multi = bench.transport.multi else { return false }
        return multi.count == count && multi.isAsleep
    }
    #expect(isAsleep)
}

/// Whether a child of this process finds it so; one that hangs is ended.
private func forked(_ look: () -> Bool) -> Bool {
    typealias Fork = @convention(c) () -> pid_t
    // Swift hides the function, for good reasons: the child must do no more than what is looked at.
    guard let symbol = dlsym(nil, "fork") else { return false }
    let child = unsafeBitCast(symbol, to: Fork.self)()
    if child == 0 {
        // The thread that forked may have it blocked, and a mask is inherited.
        var alarms = sigset_t()
        sigemptyset(&alarms)
        sigaddset(&alarms, SIGALRM)
        pthread_sigmask(SIG_UNBLOCK, &alarms, nil)
        alarm(60)
        _exit(look() ? 0 : 1)
    }
    var status: Int32 = -1
    let hasEnded = eventually(withinMS: 90_000) { waitpid(child, &status, WNOHANG) == child }
    if !hasEnded {
        kill(child, SIGKILL)
        waitpid(child, nil, 0)
    }
    return hasEnded && status == 0
}
