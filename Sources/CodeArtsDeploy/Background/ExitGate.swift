internal import CPlatform
internal import Synchronization

/// Halts the I/O threads of a process that exits: a TLS library takes itself down then, and a thread that is inside it at
/// that moment would crash the host behind its last line.
final class ExitGate: @unchecked Sendable {
    private static let current = PerProcess { ExitGate() }
    private static let isRegistered = Atomic<Bool>(false)
    /// How long an exit waits for them; what they do between two waits takes far less.
    private static let patienceMS: Int64 = 1000

    /// Made before any thread, like every global.
    static func make() {
        _ = current
    }

    /// The gate for a new thread. libcurl must be loaded by now: what is registered last runs first.
    static func open() -> ExitGate {
        let gate = current.value
        if !isRegistered.exchange(true, ordering: .acquiringAndReleasing) {
            _ = platform_at_exit { _ = ExitGate.current.ifMade?.close() }
        }
        return gate
    }

    private let gate: OpaquePointer? = platform_gate_new()

    /// Does what must not coincide with the exit; never returns once the process exits.
    func pass<Result>(_ work: () -> Result) -> Result {
        platform_gate_enter(gate)
        defer { platform_gate_leave(gate) }
        return work()
    }

    private func close() -> Bool { platform_gate_close(gate, Self.patienceMS) }
}
