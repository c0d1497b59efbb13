internal import CodeArtsDeployModel

/// The source that the chain found for one operation. What the service refuses is read again, from the same place: a
/// key may have been replaced in its file or variable while the operation went on.
final class FoundSource: CredentialSource, @unchecked Sendable {
    /// How long until it is checked again whether a file has been read.
    private static let againMS = 20

    private let chain: CredentialChain
    private let lock = Lock()
    /// The place of the first one; nil until it is known.
    private var found: (any CredentialSource)?
    /// nil: it is to be read again, or for the first time.
    private var current: (any CredentialSource)?
    private var reading: FileReading?

    /// Checks at once, so that a fault is reported before anything begins; but waits for no file that hangs.
    init(_ chain: CredentialChain) throws(DeployError) {
        self.chain = chain
        switch try chain.look() {
        case .found(let source): take(source)
        case .reading(let file): reading = file
        }
    }

    private func take(_ source: any CredentialSource) {
        chain.environment.willUse(source.parts)
        let warning = source.warning.flatMap { Told.shared.value.isNew($0) ? $0 : nil }
        lock.with {
            reading = nil
            found = source
            current = source
            self.warning = self.warning ?? warning
        }
    }

    var name: String { lock.with { found }?.name ?? "the profile file" }
    /// Once in a process, and then throughout this operation.
    private(set) var warning: String?

    func credential(for context: CallContext, tries: Int, then: @escaping (Result<Credential, DeployError>) -> Step)
        -> Step
    {
        credential(for: context, tries: tries, after: nil, then)
    }

    /// A source that is refused what it fetches with, and why.
    private typealias Refused = (source: any CredentialSource, error: DeployError)

    /// - Parameter refused: not asked again.
    private func credential(
        for context: CallContext, tries: Int, after refused: Refused?,
        _ then: @escaping (Result<Credential, DeployError>) -> Step
    ) -> Step {
        let source: any CredentialSource
        do throws(DeployError) {
            guard let known = try known(isLate: context.deadline.isOver) else {
                if let end = context.end { return then(.failure(end)) }
                return .pause(ms: min(Self.againMS, context.deadline.remainingMS)) {
                    self.credential(for: context, tries: tries, after: refused, then)
                }
            }
            source = known
        } catch {
            return then(.failure(refused?.error ?? error))
        }
        if let refused, refused.source === source { return then(.failure(refused.error)) }
        return source.credential(for: context, tries: tries) { found in
            // A password may have been replaced since it was read: that was hours ago, perhaps.
            guard case .failure(let error) = found, error.status == .authentication, refused == nil,
                !self.chain.isConfigured
            else { return then(found) }
            self.lock.with { self.current = nil }
            return self.credential(for: context, tries: tries, after: (source, error), then)
        }
    }

    func drop(_ refused: Credential) -> Bool {
        let canFetch = lock.with { found }?.drop(refused) ?? false
        guard !chain.isConfigured else { return canFetch }
        lock.with { current = nil }
        return true
    }

    /// nil while its file is being read.
    private func known(isLate: Bool) throws(DeployError) -> (any CredentialSource)? {
        let (known, file, before) = lock.with { (current, reading, found) }
        if let known { return known }
        let look: CredentialChain.Look
        if let file {
            look = try chain.look(again: file, isLate: isLate)
        } else {
            look = try chain.look()
        }
        switch look {
        case .reading(let file):
            lock.with { reading = file }
            return nil
        case .found(let source):
            // Nobody has asked for another one in its place.
            if let before, before.name != source.name {
                lock.with {
                    reading = nil
                    current = before
                }
                return before
            }
            take(source)
            return source
        }
    }
}

/// The warnings that a process has had already, so that not every reply repeats them.
final class Told: @unchecked Sendable {
    static let shared = PerProcess { Told() }

    private static let most = 16
    private let lock = Lock()
    private var words: [String] = []

    func isNew(_ message: String) -> Bool {
        lock.with {
            if words.contains(message) { return false }
            if words.count == Self.most { words.removeFirst() }
            words.append(message)
            return true
        }
    }
}
