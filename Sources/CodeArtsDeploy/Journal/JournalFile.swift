internal import CPlatform
internal import CodeArtsDeployModel

/// A journal's file: lines are appended by a thread of its own, so that the I/O thread never waits for a disk. Lines
/// that come while it is busy share the next sync.
///
/// After a failure nothing more is written: what the disk has kept of it by then is not known.
final class JournalFile: @unchecked Sendable {
    /// What went wrong, for `JournalFault` to put into words.
    struct Problem: Error {
        enum Action { case open, write, sync }

        let action: Action
        let errno: Int32
        /// Who has locked it; 0 where that is not known.
        var holder: Int32 = 0
    }

    /// So large is no journal.
    static let most = 256 << 20

    private struct Line {
        let bytes: [UInt8]
        let isDurable: Bool
    }

    private let path: [UInt8]
    private let signal = ConditionLock()
    private var opened: Result<[UInt8], Problem>?
    private var lines: [Line] = []
    /// How many lines were handed over, and how many of them are kept.
    private var appended = 0
    private var kept = 0
    private var problem: Problem?
    private var isClosing = false
    private var hasEnded = false

    private init(_ path: [UInt8]) {
        self.path = path + [0]
    }

    /// Opens the file, makes it where it is missing, and locks it. The file stays open until `close`.
    static func open(_ path: [UInt8]) -> JournalFile {
        let file = JournalFile(path)
        let thread = Unmanaged.passRetained(file)
        let isStarted = platform_thread_start(
            { if let context = $0 { Unmanaged<JournalFile>.fromOpaque(context).takeRetainedValue().run() } },
            thread.toOpaque())
        if !isStarted {
            thread.release()
            file.fail(Problem(action: .open, errno: noThread))
        }
        return file
    }

    /// What it held when it was opened; nil while it is being opened.
    var contents: Result<[UInt8], Problem>? { signal.with { opened } }

    /// Hands over a line, which has its line feed. Answers its number, for `isKept`.
    ///
    /// - Parameter isDurable: whether it is kept only once the disk has it.
    func append(_ line: [UInt8], isDurable: Bool) -> Int {
        signal.change {
            lines.append(Line(bytes: line, isDurable: isDurable))
            appended += 1
            return appended
        }
    }

    /// Whether a line is kept; nil where that is not known yet.
    func isKept(_ line: Int) -> Result<Void, Problem>? {
        signal.with {
            if line <= kept { return .success(()) }
            return problem.map { .failure($0) }
        }
    }

    /// Writes what was handed over, then unlocks the file.
    func close() {
        signal.change { isClosing = true }
    }

    /// Whether the file is closed and another driver may have it.
    var isClosed: Bool { signal.with { hasEnded } }

    // MARK: The thread

    /// ENOMEM of Linux: there was no thread to be had.
    private static let noThread: Int32 = 12

    private func fail(_ problem: Problem) {
        signal.change {
            opened = .failure(problem)
            self.problem = problem
            hasEnded = true
        }
    }

    private func run() {
        var file = platform_journal()
        let errno = path.withUnsafeBytes { platform_journal_open(&file, $0.text, Self.most) }
        guard errno == 0 else { return fail(Problem(action: .open, errno: errno, holder: file.holder)) }
        let bytes = Array(UnsafeRawBufferPointer(start: file.bytes, count: file.count))
        signal.change { opened = .success(bytes) }
        var tornAt = Self.tornAt(bytes)
        while let batch = next() {
            let problem = write(batch, to: &file, tornAt: &tornAt)
            signal.change {
                if let problem { self.problem = problem } else { kept += batch.count }
            }
        }
        platform_journal_close(&file)
        signal.change { hasEnded = true }
    }

    /// The lines that wait; nil once the file is to be closed. After a failure they are dropped.
    private func next() -> [Line]? {
        signal.wait(-1) { () -> [Line]?? in
            if problem != nil { lines = [] }
            guard lines.isEmpty else {
                defer { lines = [] }
                return .some(lines)
            }
            return isClosing ? .some(nil) : nil
        } ?? nil
    }

    /// Where a line begins that a crash has torn. Its writer had not gone on, so it says nothing.
    private static func tornAt(_ bytes: [UInt8]) -> Int? {
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return end < bytes.count ? end : nil
    }

    private func write(_ lines: [Line], to file: inout platform_journal, tornAt: inout Int?) -> Problem? {
        if let count = tornAt {
            let errno = platform_journal_cut(&file, count)
            guard errno == 0 else { return Problem(action: .write, errno: errno) }
            tornAt = nil
        }
        for line in lines {
            let errno = line.bytes.withUnsafeBytes { platform_journal_append(&file, $0.baseAddress, $0.count) }
            guard errno == 0 else { return Problem(action: .write, errno: errno) }
        }
        guard lines.contains(where: { $0.isDurable }) else { return nil }
        let errno = platform_journal_sync(&file)
        return errno == 0 ? nil : Problem(action: .sync, errno: errno)
    }
}
