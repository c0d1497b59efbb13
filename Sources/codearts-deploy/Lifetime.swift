import Glibc

/// How long a server in the foreground lives: until its standard input closes, as it does when the process at the
/// other end is gone, or until SIGINT or SIGTERM tells it to end.
struct Lifetime {
    private let endings: HeldSignals

    /// Make it before any other thread: threads inherit which signals are held back.
    init() {
        // Else the first file that is opened would pass for standard input.
        if fcntl(STDIN_FILENO, F_GETFD) < 0 { _ = open("/dev/null", O_RDONLY) }
        endings = HeldSignals()
    }

    func waitForEnd() {
        var watcher = pthread_t()
        pthread_create(&watcher, nil, { _ in Self.watchInput() }, nil)
        endings.wait()
    }

    /// Reads to the end of standard input, whatever comes, and then asks the process to end.
    private static func watchInput() -> UnsafeMutableRawPointer? {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        var ignored = [UInt8](repeating: 0, count: 4096)
        var count = 1
        // Standard input may be set not to block, hence the poll.
        while count > 0 || errno == EINTR || errno == EAGAIN {
            poll(&input, 1, -1)
            errno = 0
            count = read(STDIN_FILENO, &ignored, ignored.count)
        }
        kill(getpid(), SIGTERM)
        return nil
    }
}
