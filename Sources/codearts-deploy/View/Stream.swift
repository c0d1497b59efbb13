import Glibc
import Synchronization

/// Standard output or standard error, written to at once: who reads a pipe sees each line when it is made. Nobody waits
/// here for long: what is not taken at once is written when it can be, and `Conclusion` waits for it at the end.
struct Stream: Sendable {
    static let out = Stream(writer: Writer(STDOUT_FILENO))
    static let error = Stream(writer: Writer(STDERR_FILENO))

    /// Long enough for any reader who reads, and for both streams to keep their order on one terminal.
    private static let patienceMS = 100
    /// More than this is not held for a reader who does not read.
    private static let most = 1 << 16

    private static let lastMS = Atomic(0)

    private let writer: Writer
    private let kept = Kept()

    private init(writer: Writer) {
        self.writer = writer
    }

    /// A terminal that somebody types on. It may be closed and its number used anew while something is still written.
    init(descriptor: CInt) {
        self.init(writer: Writer(fcntl(descriptor, F_DUPFD_CLOEXEC, 3)))
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
        Waiting.until(ms: Self.patienceMS) { !isBehind }
    }

    // MARK: What must be heard

    /// A line that goes to the other stream where this one cannot be written.
    func result(_ text: String) {
        result(Array(text.utf8))
    }

    func result(_ bytes: some Sequence<UInt8>) {
        let line = Array(bytes) + [UInt8(ascii: "\n")]
        kept.add(line)
        write(bytes: line)
    }

    /// All such lines; they may not have been written.
    var results: [UInt8] { kept.bytes }

    // MARK: Whether it is read

    /// errno of the write that failed.
    var failure: CInt? { writer.failure }

    /// Whether something still waits to be written.
    var isBehind: Bool { writer.pending > 0 }

    /// When the reader last took something, on the monotonic clock.
    var movedMS: Int { writer.movedMS }

    /// When anything was last written to any, on the monotonic clock.
    static var wroteMS: Int { lastMS.load(ordering: .relaxed) }

    /// Whether no more should be made for now.
    static var areFull: Bool { out.writer.pending > most || error.writer.pending > most }

    private final class Kept: Sendable {
        private let lines = Mutex<[UInt8]>([])

        var bytes: [UInt8] { lines.withLock { $0 } }

        func add(_ line: [UInt8]) {
            lines.withLock { $0 += line }
        }
    }
}
