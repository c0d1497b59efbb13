@testable import CodeArtsDeploy

/// A value that several threads share, behind a lock that the thread sanitizer can see.
final class Locked<Value>: @unchecked Sendable {
    private let lock = Lock()
    private var value: Value

    init(_ value: Value) {
        self.value = value
    }

    func with<Result>(_ work: (inout Value) -> Result) -> Result { lock.with { work(&value) } }
}
