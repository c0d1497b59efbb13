/// A report of a release in some format.
protocol ReleaseReport {
    func text(_ release: ReleaseSummary) -> String
}
