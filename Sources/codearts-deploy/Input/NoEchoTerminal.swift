import Glibc

/// The terminal with echo off, in raw mode: each byte arrives as typed. The line discipline would cut a line at 4,095
/// bytes and drop the rest silently.
struct NoEchoTerminal {
    private let descriptor: CInt
    /// Output halted with Ctrl-S blocks nothing.
    private let output: Stream
    private var usual = termios()

    /// nil if there is none.
    init?() {
        descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        guard tcgetattr(descriptor, &usual) == 0 else {
            Glibc.close(descriptor)
            return nil
        }
        output = Stream(descriptor: descriptor)
    }

    /// A background job would be stopped by its first read.
    var isForeground: Bool { Terminal.isForeground(descriptor) }

    func hide() -> Bool {
        var hidden = usual
        hidden.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN)
        hidden.c_lflag |= tcflag_t(ISIG)
        // An Enter stays apart from the line end of a paste, and no key stops the output.
        hidden.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR | ISTRIP | IXON)
        set(&hidden.c_cc, VMIN, 1)
        set(&hidden.c_cc, VTIME, 0)
        return tcsetattr(descriptor, TCSANOW, &hidden) == 0
    }

    /// - Parameter dropping: whether to drop unread input, such as the rest of a paste, which the shell would show and run.
    func restore(dropping: Bool) {
        var usual = usual
        if dropping { tcflush(descriptor, TCIFLUSH) }
        tcsetattr(descriptor, TCSANOW, &usual)
    }

    /// A shell that stops and resumes a job may have changed it.
    var isHidden: Bool {
        var now = termios()
        return tcgetattr(descriptor, &now) == 0 && now.c_lflag & tcflag_t(ECHO | ICANON) == 0
    }

    /// The terminal was closed.
    var isGone: Bool {
        var now = termios()
        return tcgetattr(descriptor, &now) != 0
    }

    func close() { Glibc.close(descriptor) }

    func write(_ text: String) { output.write(text) }

    /// Drops input that was typed, and shown, before echo was off.
    ///
    /// - Returns: whether that was more than Enter.
    func dropTypedAhead() -> Bool {
        var isText = false
        while let bytes = read(waitingMS: 0), !bytes.isEmpty {
            isText = isText || bytes.contains { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        }
        return isText
    }

    /// The input so far, after a wait of at most `waitingMS`; nil at its end.
    func read(waitingMS: Int) -> [UInt8]? {
        guard MainThread.pause(ms: waitingMS, orReadable: descriptor) else { return [] }
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &chunk, chunk.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return [] }
        // It was put into the background at this moment.
        if count < 0, errno == EIO, !isGone, !isForeground { return [] }
        defer { wipe(&chunk) }
        return count > 0 ? Array(chunk.prefix(count)) : nil
    }

    /// The keys that edit a line.
    var keys: LineEditor.Keys {
        var keys = LineEditor.Keys()
        keys.erase.append(key(VERASE, else: 0x7F))
        keys.eraseWord = key(VWERASE, else: keys.eraseWord)
        keys.kill = key(VKILL, else: keys.kill)
        keys.endOfInput = key(VEOF, else: keys.endOfInput)
        keys.literal = key(VLNEXT, else: keys.literal)
        return keys
    }

    private func key(_ index: CInt, else usually: UInt8) -> UInt8 {
        let key = withUnsafeBytes(of: usual.c_cc) { $0[Int(index)] }
        // 0 means that the key is disabled.
        return key == 0 ? usually : key
    }

    private func set(_ keys: inout (some Any), _ index: CInt, _ value: UInt8) {
        withUnsafeMutableBytes(of: &keys) { $0[Int(index)] = value }
    }

    private func wipe(_ bytes: inout [UInt8]) {
        for index in bytes.indices { bytes[index] = 0 }
    }
}
