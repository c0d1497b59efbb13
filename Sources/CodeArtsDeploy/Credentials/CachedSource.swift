internal import CodeArtsDeployModel

/// The source of the variables as they were last seen.
final class CachedSource: @unchecked Sendable {
    private let lock = Lock()
    private var kept: (fingerprint: [UInt8], source: any CredentialSource)?

    /// One for all threads, also when they come at the same moment: two would log in twice.
    func source(for fingerprint: [UInt8], make: () -> any CredentialSource) -> any CredentialSource {
        lock.with {
            if let kept, kept.fingerprint == fingerprint { return kept.source }
            let source = make()
            kept = (fingerprint, source)
            return source
        }
    }
}
