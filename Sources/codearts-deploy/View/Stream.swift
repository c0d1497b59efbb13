import Glibc

/// Standard output or standard error, written to at once: who reads a pipe sees each line when it is made.
struct Stream {
    static let out = Stream(descriptor: STDOUT_FILENO)
    static let error = Stream(descriptor: STDERR_FILENO)

    let descriptor: CInt

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
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var output = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&output, 1, -1)
            } else if errno != EINTR {
                return giveUp()
            }
        }
    }

    /// What cannot be told must not pass for done.
    private func giveUp() {
        guard descriptor != STDERR_FILENO else { return }
        Stream.error.line("codearts-deploy: The output cannot be written: \(String(cString: strerror(errno))).")
        exit(ExitStatus.internalFault.rawValue)
    }
}
