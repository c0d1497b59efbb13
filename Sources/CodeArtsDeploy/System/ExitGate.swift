internal import CPlatform
internal import Synchronization

/// A gate that halts the threads of a process that exits while they load libcurl or work in the background: the loader
/// takes libraries down then, and a thread that is inside one at that moment would crash the host after its last line.
final class ExitGate: @unchecked Sendable {
    private static let current = PerProcess { ExitGate() }
    private static let isRegistered = Atomic<Bool>(false)
    /// How long an exit waits for them; what they do between two waits takes far less.
    private static let patienceMS: Int64 = 1000

    /// Made before any thread, like every global.
    static func make() {
        _ = current
    }

    /// The gate of this process, which its exit will close.
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
