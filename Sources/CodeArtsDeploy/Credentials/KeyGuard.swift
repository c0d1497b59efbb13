internal import CPlatform
internal import CodeArtsDeployModel

/// A circuit breaker for access keys: after five failures in a row the gateway refuses a key for five minutes, for
/// everybody who uses it.
///
/// A key that has not been accepted yet sends one request at a time. After the gateway has refused it, it is held back,
/// and calls with it fail without sending anything. All clients of a process share one guard.
final class KeyGuard: Sendable {
    static let shared = PerProcess { KeyGuard() }

    /// As long as the gateway would lock it.
    static let heldSeconds: Int64 = 300

    /// How long until a request that waits for the first one's answer asks again: longer each time, for there may be
    /// thousands of them.
    private static let againMS = 5
    private static let maxAgainMS = 320

    private let states = KeyStates()

    /// Lets one signed request through, now or when those before it have shown what the key is worth.
    func pass(
        _ key: AccessKey, for context: CallContext, then: @escaping (Result<KeyPass, DeployError>) -> Step
    ) -> Step {
        wait(for: states.state(of: key), context, againMS: Self.againMS, then)
    }

    private func wait(
        for state: KeyState, _ context: CallContext, againMS: Int,
        _ then: @escaping (Result<KeyPass, DeployError>) -> Step
    ) -> Step {
        if state.isProven { return then(.success(KeyPass(state, holdsTurn: false))) }
        if state.takePermit() { return then(Result { () throws(DeployError) in try Self.first(state) }) }
        if context.isCancelled { return then(.failure(DeployError(.cancelled, "The operation was cancelled."))) }
        if context.deadline.isOver {
            let message = "The first request with the key \(state.id) did not end in time."
            return then(.failure(DeployError(.timeout, message)))
        }
        return .pause(ms: min(againMS, context.deadline.remainingMS)) {
            self.wait(for: state, context, againMS: min(againMS * 2, Self.maxAgainMS), then)
        }
    }

    private static func first(_ state: KeyState) throws(DeployError) -> KeyPass {
        do throws(DeployError) {
            try state.checkHeld()
            return KeyPass(state, holdsTurn: true)
        } catch {
            state.returnPermit()
            throw error
        }
    }
}

/// A permit to send one signed request. Its holder reports the result.
struct KeyPass {
    private let state: KeyState
    private let holdsTurn: Bool

    init(_ state: KeyState, holdsTurn: Bool) {
        self.state = state
        self.holdsTurn = holdsTurn
    }

    /// - Parameter result: nil where nothing was sent.
    func end(_ result: Result<[UInt8], DeployError>?) {
        switch result {
        case .success: state.isProven = true
        case .failure(let error) where Self.isRefusal(error): state.hold()
        case .failure(let error) where Self.isProof(error): state.isProven = true
        default: break
        }
        if holdsTurn { state.returnPermit() }
    }

    /// Whether the gateway says in its own words that it does not accept the signature. Any other 401, a balancer's
    /// page above all, says nothing about the key.
    private static func isRefusal(_ error: DeployError) -> Bool {
        guard let code = error.errorCode, code.utf8.starts(with: "APIG".utf8) else { return false }
        return error.httpStatus == 401 || error.status == .authentication
    }

    /// Whether the service itself objects: then the gateway took the signature first. A gateway's own refusal, or the
    /// page of a balancer, may have come before anybody looked at it.
    private static func isProof(_ error: DeployError) -> Bool {
        guard let status = error.httpStatus, (400..<500).contains(status), status != 429 else { return false }
        return error.errorCode.map { !$0.utf8.starts(with: "APIG".utf8) } ?? false
    }
}
