import Glibc

/// Standard input, output and error as the program finds them.
enum Descriptors {
    /// Puts something into the places of those that are closed: the next socket would take one of them, and get the text
    /// that is meant for somebody. Each is opened the wrong way round, so that using it fails as it does when it is
    /// closed.
    static func fillGaps() {
        for (descriptor, wrongWay) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free is this one. A sandbox may have no /dev.
            if open("/dev/null", wrongWay) < 0 { _ = open("/", O_RDONLY | O_DIRECTORY) }
        }
    }

    /// Whether standard input can close, as it does when the process or the terminal at the other end is gone. A file,
    /// /dev/null and no standard input at all say nothing of anybody.
    static var inputHasOtherEnd: Bool {
        var status = stat()
        guard fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE != O_WRONLY, fstat(STDIN_FILENO, &status) == 0 else {
            return false
        }
        let kind = status.st_mode & S_IFMT
        return kind == S_IFIFO || kind == S_IFSOCK || isatty(STDIN_FILENO) == 1
    }
}
