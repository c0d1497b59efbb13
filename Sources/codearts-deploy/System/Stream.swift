import Glibc
import Synchronization

/// An output stream: standard output or standard error, unbuffered, so that a pipe's reader sees each line at once. A
/// write waits only briefly: the rest is written when it can be, and `ProgramExit` waits for that at the end.
struct Stream: Sendable {
    static let out = Stream(writer: StreamWriter(STDOUT_FILENO))
    static let error = Stream(writer: StreamWriter(STDERR_FILENO))

    /// Long enough for a reader that reads, and for both streams to keep their order on one terminal.
    private static let patienceMS = 100
    /// The most that is held for a reader that does not read.
    private static let maxPending = 1 << 16

    private static let lastMS = Atomic(0)

    private let writer: StreamWriter
    private let kept = Kept()

    private init(writer: StreamWriter) {
        self.writer = writer
    }

    /// A terminal. It is duplicated, because it may be closed, and its number reused, while something is still written.
    init(descriptor: CInt) {
        self.init(writer: StreamWriter(fcntl(descriptor, F_DUPFD_CLOEXEC, 3)))
    }

    func line(_ text: String) {
        write(text + "\n")
    }

    func line(_ bytes: some Sequence<UInt8>) {
        write(bytes: Array(bytes) + [UInt8(ascii: "\n")])
    }

    func write(_ text: String) {
        write(bytes: Array(text.utf8))
    }

    func write(bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        Self.lastMS.store(Elapsed.now, ordering: .relaxed)
        guard writer.add(bytes) else { return }
        MainThread.until(ms: Self.patienceMS) { !isBehind }
    }

    // MARK: Essential lines

    /// A line that goes to the other stream if this one cannot be written.
    func result(_ text: String) {
        result(Array(text.utf8))
    }

    func result(_ bytes: some Sequence<UInt8>) {
        let line = Array(bytes) + [UInt8(ascii: "\n")]
        kept.add(line)
        write(bytes: line)
    }

    /// All such lines, whether written or not.
    var results: [UInt8] { kept.bytes }

    // MARK: State

    /// The errno of the write that failed.
    var failure: CInt? { writer.failure }

    /// Whether something is still to be written.
    var isBehind: Bool { writer.pending > 0 }

    /// When the reader last took something, on the monotonic clock.
    var movedMS: Int { writer.movedMS }

    /// When anything was last written to either, on the monotonic clock.
    static var wroteMS: Int { lastMS.load(ordering: .relaxed) }

    /// Whether to write no more for now.
    static var areFull: Bool { out.writer.pending > maxPending || error.writer.pending > maxPending }

    private final class Kept: Sendable {
        private let lines = Mutex<[UInt8]>([])

        var bytes: [UInt8] { lines.withLock { $0 } }

        func add(_ line: [UInt8]) {
            lines.withLock { $0 += line }
        }
    }
}
