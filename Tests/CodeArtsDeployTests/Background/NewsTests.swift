import CPlatform
import Foundation
import Testing

@testable import CodeArtsDeploy
@testable import PlayedNetwork

/// Which operations an event loop is told of.
@Suite struct NewsTests {
    private let news = News()
    private var isReadable: Bool {
        var watched = pollfd(fd: news.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 0) == 1
    }

    @Test func `each is named once, in the order of their news, until it has more`() {
        let entries = (1...3).map { News.Entry(UInt64($0)) }
        for index in [1, 0, 1, 2, 0, 1] { news.add(entries[index]) }
        #expect(news.next() == entries[1].id)
        news.add(entries[1])
        #expect(news.next() == entries[0].id)
        #expect(news.next() == entries[2].id)
        #expect(news.next() == entries[1].id)
        #expect(news.next() == nil)
    }

    @Test func `the descriptor is readable for as long as there is one, whenever it was asked for`() {
        let entries = (1...2).map { News.Entry(UInt64($0)) }
        news.add(entries[0])
        #expect(isReadable)
        news.add(entries[1])
        _ = news.next()
        #expect(isReadable)
        _ = news.next()
        #expect(!isReadable)
        news.add(entries[0])
        #expect(isReadable)
    }

    @Test func `who was freed is not named any more`() {
        let entries = (1...3).map { News.Entry(UInt64($0)) }
        for entry in entries { news.add(entry) }
        news.drop(entries[0])
        news.drop(entries[2])
        news.add(entries[2])
        #expect(news.next() == entries[1].id)
        #expect(news.next() == nil)
        #expect(!isReadable)
    }

    @Test func `freed ones are let go though nobody asks for news, and no other is lost`() {
        weak var gone: News.Entry?
        var kept: [News.Entry] = []
        for number in 0..<500 {
            let entry = News.Entry(UInt64(number))
            news.add(entry)
            if number % 10 == 0 { kept.append(entry) } else { news.drop(entry) }
            if number == 1 { gone = entry }
        }
        #expect(gone == nil)
        #expect(kept.allSatisfy { $0.id == news.next() })
        #expect(news.next() == nil && !isReadable)
    }

    @Test func `those that were named are let go though the list never gets empty`() {
        weak var gone: News.Entry?
        for number in 0..<3000 {
            let entry = News.Entry(UInt64(number))
            news.add(entry)
            if number == 0 { gone = entry }
            if number >= 10 { #expect(news.next() == UInt64(number - 10)) }
        }
        #expect(gone == nil)
        for number in 2990..<3000 { #expect(news.next() == UInt64(number)) }
        #expect(news.next() == nil && !isReadable)
    }

    @Test func `one that nobody wants to hear of is never named`() {
        news.add(News.Entry(1, isHeard: false))
        #expect(!isReadable && news.next() == nil)
    }

    @Test func `when all are freed the descriptor falls silent`() {
        let entries = (1...200).map { News.Entry(UInt64($0)) }
        for entry in entries { news.add(entry) }
        #expect(isReadable)
        for entry in entries { news.drop(entry) }
        while news.next() != nil { Issue.record("a freed one is named") }
        #expect(!isReadable)
    }
}
