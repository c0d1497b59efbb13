import Glibc

/// The standard streams as the program finds them.
enum Descriptors {
    /// Opens those that are closed: otherwise the next socket would take the number of one and receive its text. Each is
    /// opened in the wrong direction, so that using it fails as it does on a closed one.
    static func fillGaps() {
        for (descriptor, wrongWay) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free is this one. A sandbox may have no /dev.
            if open("/dev/null", wrongWay) < 0 { _ = open("/", O_RDONLY | O_DIRECTORY) }
        }
    }

    /// Whether standard input can close, as it does when the process or the terminal at the other end is gone. A file,
    /// /dev/null and a closed descriptor have no other end.
    static var inputHasOtherEnd: Bool {
        var status = stat()
        guard fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE != O_WRONLY, fstat(STDIN_FILENO, &status) == 0 else {
            return false
        }
        let kind = status.st_mode & S_IFMT
        return kind == S_IFIFO || kind == S_IFSOCK || isatty(STDIN_FILENO) == 1
    }
}
