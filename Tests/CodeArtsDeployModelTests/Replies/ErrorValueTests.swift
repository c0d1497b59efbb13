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

    @Test(arguments: [Status.configuration, .invalidArgument, .connect, .authentication])
    func nothingWasSentIsSaidOnce(_ status: Status) {
        let error = DeployError(status, "There is no IAM endpoint. Nothing was sent.")
        #expect(error.with(.notSent, for: .startDeployTask).message == error.message)
        let twice = DeployError(status, "It failed.").with(.notSent, for: .deploy).with(.notSent, for: .deploy)
        #expect(twice.message.split(separator: "Nothing was sent").count == 2)
    }
}
