internal import CPlatform
internal import CodeArtsDeployModel

/// Keeps a wrong key from being locked: five failures in a row, and the gateway refuses it for five minutes, for
/// everybody who uses it.
///
/// A key that nobody has seen work goes one request at a time. After a 401 it is held back, and calls with it fail
/// without sending anything. One guard stands for all clients of a process.
final class KeyGuard: Sendable {
    static let shared = PerProcess { KeyGuard() }

    /// As long as the gateway would lock it.
    static let heldSeconds: Int64 = 300

    private let states = KeyStates()

    /// Runs one signed request.
    func run(
        _ key: AccessKey, before deadline: Deadline, _ work: () throws(DeployError) -> [UInt8]
    ) throws(DeployError) -> [UInt8] {
        let state = states.state(of: key)
        if state.isProven { return try watched(state, work) }
        guard state.turn.acquire(within: deadline.remainingMS) else {
            throw DeployError(.timeout, "The first request with the key \(key.id) did not end in time.")
        }
        defer { state.turn.release() }
        try state.checkHeld(key)
        return try watched(state, work)
    }

    private func watched(_ state: KeyState, _ work: () throws(DeployError) -> [UInt8]) throws(DeployError) -> [UInt8] {
        do throws(DeployError) {
            let result = try work()
            state.isProven = true
            return result
        } catch {
            if error.httpStatus == 401 {
                state.hold()
            } else if error.httpStatus != nil {
                // Whatever else the service objects to, it took the signature first.
                state.isProven = true
            }
            throw error
        }
    }
}
