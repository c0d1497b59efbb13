import CodeArtsDeployModel
import Testing

@Suite struct TextTests {
    /// An e with an acute accent, as one character and as two.
    static let spellings = ["caf\u{E9}", "cafe\u{301}"]

    @Test func anotherSpellingIsAnotherText() {
        let (one, other) = (Self.spellings[0], Self.spellings[1])
        #expect(!(one == other))
        #expect(one != other)
        #expect(![other].contains(one))
        let isMatched =
            switch one {
            case other: true
            default: false
            }
        #expect(!isMatched)
    }

    @Test(arguments: ["", "a", "fifteen letters", "more than fifteen letters", "caf\u{E9}"])
    func aTextIsTheSameAsItsCopy(_ text: String) {
        let copy = String(decoding: Array(text.utf8), as: UTF8.self)
        #expect(text == copy)
        #expect(!(text + "x" == copy))
        #expect([text].contains(copy))
        #expect(Optional(text) == copy)
    }

    @Test func aMessageIsPutTogetherInItsOrder() {
        let name = "params"
        var message = "\(name) has \(2) faults, \(-1) of them \("new")"
        message += "."
        #expect(Array(message.utf8) == Array("params has 2 faults, -1 of them new.".utf8))
    }

    @Test(arguments: [[], [""], ["a"], ["a", "b"], ["", "", "c"]])
    func partsAreJoinedAsTheStandardLibraryJoinsThem(_ parts: [String]) {
        #expect(parts.joined(separator: ", ") == AnySequence(parts).joined(separator: ", "))
    }

    @Test func aListKeptInOrderKeepsEqualsInTheOrderTheyCame() {
        var list: [(key: Int, place: Int)] = []
        for (place, key) in [3, 1, 2, 1, 3].enumerated() { list.insert((key, place)) { key < $0.key } }
        #expect(list.map { $0.key } == [1, 1, 2, 3, 3])
        #expect(list.map { $0.place } == [1, 3, 2, 0, 4])
    }
}
