@testable import CodeArtsDeploy
import Foundation
import Synchronization
import Testing
@testable import FakeNetwork

/// What happens over a fork is tested through the library, in processes that can be forked.
@Suite struct PerProcessTests {
    private final class Value: Sendable {
        let died: Counter

        init(_ died: Counter) { self.died = died }

        deinit { died.add() }
    }

    private final class Counter: Sendable {
        private let number = Atomic<Int>(0)

        var count: Int { number.load(ordering: .relaxed) }

        func add() { number.add(1, ordering: .relaxed) }
    }

    /// Where the first of two threads waits for the second.
    private final class Meeting: Sendable {
        private let arrived = Atomic<Int>(0)
        private let second = DispatchSemaphore(value: 0)

        func arrive() {
            if arrived.add(1, ordering: .relaxed).newValue > 1 {
                second.signal()
            } else {
                _ = second.wait(timeout: .now() + 30)
            }
        }
    }

    @Test func `of two threads that make it at the same time one wins, and both use its value`() {
        let died = Counter()
        let meeting = Meeting()
        let kept = PerProcess {
            meeting.arrive()
            return Value(died)
        }
        let seen = Locked<[Value]>([])
        let done = DispatchGroup()
        for _ in 0..<2 {
            done.enter()
            Thread.detachNewThread {
                let value = kept.value
                seen.with { $0.append(value) }
                done.leave()
            }
        }
        done.wait()
        #expect(seen.with { $0.allSatisfy { $0 === kept.value } })
        #expect(died.count == 1)
    }

    @Test func `threads that ask at the same time all get the same value`() {
        for _ in 0..<100 {
            let died = Counter()
            let kept = PerProcess { Value(died) }
            let seen = Locked<[Value]>([])
            DispatchQueue.concurrentPerform(iterations: 8) { _ in
                let value = kept.value
                seen.with { $0.append(value) }
            }
            #expect(seen.with { $0.allSatisfy { $0 === kept.value } })
        }
    }

    @Test func `the value is made at its first use, once, and goes with its owner`() {
        let made = Counter()
        let died = Counter()
        do {
            let kept = PerProcess {
                made.add()
                return Value(died)
            }
            #expect(made.count == 0)
            #expect(kept.value === kept.value)
            #expect(made.count == 1 && died.count == 0)
        }
        #expect(died.count == 1)
    }

    @Test func `a value made in vain goes at once`() {
        let made = Counter()
        let died = Counter()
        let kept = PerProcess {
            made.add()
            return Value(died)
        }
        DispatchQueue.concurrentPerform(iterations: 16) { _ in _ = kept.value }
        #expect(died.count == made.count - 1)
        withExtendedLifetime(kept) {}
    }
}
