import CodeArtsDeployModel
import Testing

@Suite struct ErrorValueTests {
    @Test func whatIsAddedToACopyIsNotInTheOriginal() {
        let original = DeployError(.busy, "It is busy.", outcome: .refused)
        var copy = original
        copy.message += " Wait."
        copy.attempts = 2
        copy.errorCode = "Deploy.00011161"
        #expect(original.message == "It is busy.")
        #expect(original.attempts == nil)
        #expect(original.errorCode == nil)
        #expect(copy.message == "It is busy. Wait.")
        #expect(copy.attempts == 2)
        #expect(copy.errorCode == "Deploy.00011161")
        #expect(copy.status == .busy)
        #expect(copy.outcome == .refused)
    }
}
