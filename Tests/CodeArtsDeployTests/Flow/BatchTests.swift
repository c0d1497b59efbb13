import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Many flows side by side.
@Suite struct BatchTests {
    /// What a batch told of.
    private final class Story {
        var hasRoom = true
        var ended: [Int] = []
        var begun = 0
    }

    private let story = Story()

    private func batch(_ count: Int, maxConcurrent: Int, _ flow: @escaping (Int) -> Step) -> Step {
        let story = story
        let batch = Batch(
            count, maxConcurrent: maxConcurrent, flow: flow, hasRoom: { story.hasRoom },
            ended: { index, _ in story.ended.append(index) })
        return .many(batch) {
            story.begun = batch.begun
            return .end(.success(bytes("all")))
        }
    }

    @Test func `so many context at once and no more, and the batch ends behind the last`() {
        let bench = LoopHarness()
        bench.begin { batch(10, maxConcurrent: 3) { told(path: "/\($0)") } }
        bench.generation()
        #expect(bench.multi.count == 3)
        while bench.multi.count > 0 {
            #expect(bench.ends.isEmpty)
            bench.multi.answer()
            bench.generation()
        }
        #expect(bench.ends == ["all"] && story.ended == Array(0..<10) && bench.multi.maxConcurrent == 3)
    }

    @Test func `flows that end at once need no stack`() {
        let bench = LoopHarness()
        bench.begin { batch(50_000, maxConcurrent: 2) { _ in .end(.success([])) } }
        bench.generation()
        #expect(bench.ends == ["all"] && story.ended.count == 50_000)
    }

    @Test func `flows that end at once do not keep the loop from all else`() {
        let bench = LoopHarness()
        let job = bench.begin { batch(50_000, maxConcurrent: 2) { _ in .end(.success([])) } }
        #expect(bench.ends.isEmpty && story.ended.count <= 500)
        #expect(bench.loop.round() == 0 && story.ended.count <= 1000)
        bench.cancel(job)
        bench.generation()
        #expect(bench.ends == ["all"] && story.ended.count <= 1000 && story.begun == story.ended.count)
    }

    @Test func `a batch of none ends`() {
        let bench = LoopHarness()
        bench.begin { batch(0, maxConcurrent: 2) { _ in told() } }
        #expect(bench.ends == ["all"])
    }

    @Test func `cancelling breaks off what runs and begins nothing more`() {
        let bench = LoopHarness()
        let job = bench.begin { batch(10, maxConcurrent: 3) { _ in told() } }
        bench.generation()
        bench.cancel(job)
        #expect(bench.ends == ["all"] && story.ended.count == 3 && story.begun == 3)
        bench.generation()
        #expect(bench.transport.sent.count == 3 && bench.multi.count == 0)
    }

    @Test func `without room for results nothing begins until there is room`() {
        let bench = LoopHarness(.started)
        story.hasRoom = false
        let job = bench.begin { batch(3, maxConcurrent: 1) { _ in told() } }
        bench.generation()
        #expect(bench.transport.sent.isEmpty && bench.ends.isEmpty)
        story.hasRoom = true
        bench.loop.proceed(job, isCancelled: false)
        bench.generation()
        #expect(bench.ends == ["all"] && story.ended == [0, 1, 2])
    }

    @Test func `cancelling ends a batch that waits for room`() {
        let bench = LoopHarness(.started)
        story.hasRoom = false
        let job = bench.begin { batch(3, maxConcurrent: 1) { _ in told() } }
        bench.cancel(job)
        #expect(bench.ends == ["all"] && story.begun == 0)
    }
}
