import CPlatform
import Foundation
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Which operations an event loop is told of.
@Suite struct ReadyQueueTests {
    private let readyQueue = ReadyQueue()
    private var isReadable: Bool {
        var watched = pollfd(fd: readyQueue.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 0) == 1
    }

    @Test func `each is named once, in the order of their readyQueue, until it has more`() {
        let entries = (1...3).map { ReadyQueue.Entry(UInt64($0)) }
        for index in [1, 0, 1, 2, 0, 1] { readyQueue.add(entries[index]) }
        #expect(readyQueue.next() == entries[1].id)
        readyQueue.add(entries[1])
        #expect(readyQueue.next() == entries[0].id)
        #expect(readyQueue.next() == entries[2].id)
        #expect(readyQueue.next() == entries[1].id)
        #expect(readyQueue.next() == nil)
    }

    @Test func `the descriptor is readable for as long as there is one, whenever it was asked for`() {
        let entries = (1...2).map { ReadyQueue.Entry(UInt64($0)) }
        readyQueue.add(entries[0])
        #expect(isReadable)
        readyQueue.add(entries[1])
        _ = readyQueue.next()
        #expect(isReadable)
        _ = readyQueue.next()
        #expect(!isReadable)
        readyQueue.add(entries[0])
        #expect(isReadable)
    }

    @Test func `who was freed is not named any more`() {
        let entries = (1...3).map { ReadyQueue.Entry(UInt64($0)) }
        for entry in entries { readyQueue.add(entry) }
        readyQueue.drop(entries[0])
        readyQueue.drop(entries[2])
        readyQueue.add(entries[2])
        #expect(readyQueue.next() == entries[1].id)
        #expect(readyQueue.next() == nil)
        #expect(!isReadable)
    }

    @Test func `freed ones are let go though nobody asks for readyQueue, and no other is lost`() {
        weak var gone: ReadyQueue.Entry?
        var kept: [ReadyQueue.Entry] = []
        for number in 0..<500 {
            let entry = ReadyQueue.Entry(UInt64(number))
            readyQueue.add(entry)
            if number % 10 == 0 { kept.append(entry) } else { readyQueue.drop(entry) }
            if number == 1 { gone = entry }
        }
        #expect(gone == nil)
        #expect(kept.allSatisfy { $0.id == readyQueue.next() })
        #expect(readyQueue.next() == nil && !isReadable)
    }

    @Test func `those that were named are let go though the list never gets empty`() {
        weak var gone: ReadyQueue.Entry?
        for number in 0..<3000 {
            let entry = ReadyQueue.Entry(UInt64(number))
            readyQueue.add(entry)
            if number == 0 { gone = entry }
            if number >= 10 { #expect(readyQueue.next() == UInt64(number - 10)) }
        }
        #expect(gone == nil)
        for number in 2990..<3000 { #expect(readyQueue.next() == UInt64(number)) }
        #expect(readyQueue.next() == nil && !isReadable)
    }

    @Test func `one that nobody wants to hear of is never named`() {
        readyQueue.add(ReadyQueue.Entry(1, isObserved: false))
        #expect(!isReadable && readyQueue.next() == nil)
    }

    @Test func `when all are freed the descriptor falls silent`() {
        let entries = (1...200).map { ReadyQueue.Entry(UInt64($0)) }
        for entry in entries { readyQueue.add(entry) }
        #expect(isReadable)
        for entry in entries { readyQueue.drop(entry) }
        while readyQueue.next() != nil { Issue.record("a freed one is named") }
        #expect(!isReadable)
    }
}
