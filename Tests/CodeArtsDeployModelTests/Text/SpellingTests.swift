import Testing

@testable import CodeArtsDeployModel

@Suite struct SpellingTests {
    @Test(arguments: [
        ("versoin", "version"), ("Version", "version"), ("VERSION", "version"), ("ENV_NAME", "envName"),
        ("envname", "envName"), ("prt", "port"), ("pott", "port"),
    ])
    func `the name that was meant comes first, however its letters are cased`(typed: String, meant: String) {
        let known = ["port", "verbose", "version", "envName"]
        #expect(Spelling.nearestFirst(to: typed, among: known).first == meant)
        #expect(Spelling.nearest(to: typed, among: known) == meant)
    }

    @Test func `what is like none of them keeps their order, and is taken for no slip`() {
        let known = ["aaaa", "bbbb", "cccc"]
        #expect(Spelling.nearestFirst(to: "zzzz", among: known) == known)
        #expect(Spelling.nearest(to: "zzzz", among: known) == nil)
    }
}
