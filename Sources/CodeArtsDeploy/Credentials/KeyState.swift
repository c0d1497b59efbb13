internal import CPlatform
internal import CodeArtsDeployModel
internal import Synchronization

/// The state of one key in this process.
final class KeyState: Sendable {
    let id: String
    let fingerprint: [UInt8]
    /// Whoever has it may send; used only until the key is proven.
    private let permit = Atomic<Bool>(false)
    private let proven = Atomic<Bool>(false)
    /// On the clock that runs while the machine sleeps, in ms; 0 while nothing is known against the key.
    private let heldUntil = Atomic<Int64>(0)

    init(_ key: AccessKey) {
        id = key.id
        fingerprint = key.fingerprint
    }

    /// The service has accepted the key's signature, and has not refused it since.
    var isProven: Bool {
        get { proven.load(ordering: .acquiring) }
        set { if proven.load(ordering: .relaxed) != newValue { proven.store(newValue, ordering: .releasing) } }
    }

    /// Answers false where another request has it.
    func takePermit() -> Bool { !permit.exchange(true, ordering: .acquiring) }
    func returnPermit() { permit.store(false, ordering: .releasing) }

    func hold() {
        heldUntil.store(platform_boot_ms() + KeyGuard.heldSeconds * 1000, ordering: .releasing)
        isProven = false
    }

    func checkHeld() throws(DeployError) {
        let remaining = heldUntil.load(ordering: .acquiring) - platform_boot_ms()
        guard remaining > 0 else { return }
        throw DeployError(
            .authentication,
            "The service refused the key \(id) a moment ago. It is held back for another \(Int((remaining + 999) / 1000)) s, since five failures lock a key for everybody who uses it."
        )
    }
}

/// The keys that this process has used.
final class KeyStates: @unchecked Sendable {
    /// Temporary keys come and go: the oldest is forgotten.
    private static let most = 64

    private let lock = Lock()
    private var states: [KeyState] = []

    func state(of key: AccessKey) -> KeyState {
        lock.with {
            if let known = states.first(where: { $0.fingerprint == key.fingerprint && $0.id == key.id }) {
                return known
            }
            if states.count == Self.most { states.removeFirst() }
            let state = KeyState(key)
            states.append(state)
            return state
        }
    }
}
