import CodeArtsDeployModel

/// An error, and what to say behind it.
struct Failure: Error {
    let error: DeployError
    let advice: [String]

    init(_ error: DeployError, _ advice: Advice) {
        self.error = error
        self.advice = advice.lines(after: error)
    }
}
