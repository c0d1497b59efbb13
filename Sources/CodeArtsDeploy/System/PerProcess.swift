internal import CPlatform
internal import Synchronization

/// A per-process value: every process makes its own.
///
/// After a fork the child holds copies of its parent's connections and perhaps locks that nobody will ever release.
/// So the process id is compared before anything else is touched: a child abandons what it inherited, for ever and
/// without cleaning it up (that would end the parent's connections), and makes its own.
final class PerProcess<Value: AnyObject & Sendable>: Sendable {
    private final class Entry: Sendable {
        let processID: Int32
        let value: Value

        init(processID: Int32, value: Value) {
            self.processID = processID
            self.value = value
        }
    }

    /// An `Entry` that is retained for as long as it stands here; 0 before the first use.
    private let current = Atomic<UInt>(0)
    private let make: @Sendable () -> Value

    init(_ make: @escaping @Sendable () -> Value) {
        self.make = make
    }

    deinit {
        if let entry = Self.entry(current.load(ordering: .acquiring)), entry.processID == platform_process_id() {
            Unmanaged.passUnretained(entry).release()
        }
    }

    /// This process's value, made at its first use.
    var value: Value {
        let processID = platform_process_id()
        let found = current.load(ordering: .acquiring)
        if let entry = Self.entry(found), entry.processID == processID { return entry.value }
        return replace(found, processID: processID)
    }

    /// The same where it has been used already.
    var ifMade: Value? {
        guard let entry = Self.entry(current.load(ordering: .acquiring)) else { return nil }
        return entry.processID == platform_process_id() ? entry.value : nil
    }

    /// Puts a new entry in place of an inherited one or of none. Of two threads that try, one wins and both use its
    /// entry.
    private func replace(_ found: UInt, processID: Int32) -> Value {
        let entry = Unmanaged.passRetained(Entry(processID: processID, value: make()))
        let (won, winner) = current.compareExchange(
            expected: found, desired: UInt(bitPattern: entry.toOpaque()), ordering: .acquiringAndReleasing)
        if won { return entry.takeUnretainedValue().value }
        entry.release()
        return Self.entry(winner)?.value ?? make()
    }

    private static func entry(_ bits: UInt) -> Entry? {
        UnsafeRawPointer(bitPattern: bits).map { Unmanaged<Entry>.fromOpaque($0).takeUnretainedValue() }
    }
}
