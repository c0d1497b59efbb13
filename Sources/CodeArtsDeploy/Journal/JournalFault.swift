internal import CodeArtsDeployModel

/// A journal's errors: nothing was started, and where to look.
enum JournalFault {
    static func error(_ problem: JournalFile.Problem, of path: String) -> DeployError {
        DeployError(
            .configuration, "The journal \(path) \(words(problem)), so nothing was started.", outcome: .notSent)
    }

    /// What is wrong with a journal whose deployment was started.
    static func remark(on problem: JournalFile.Problem, of path: String) -> String {
        "The journal \(path) \(words(problem)). The deployment goes on; a driver that resumes it looks for its record."
    }

    /// - Parameter line: from 1.
    static func error(_ message: String, line: Int, of path: String) -> DeployError {
        DeployError(
            .configuration, "The journal \(path), line \(line): \(message) Nothing was started.", outcome: .notSent)
    }

    /// What follows the name of the file. Numbers of Linux, the same on every machine that it runs on.
    private static func words(_ problem: JournalFile.Problem) -> String {
        switch (problem.action, problem.errno) {
        case (.open, 11) where problem.holder == 0:  // EWOULDBLOCK
            "is in use by another operation of this process, or by another machine: one driver at a time may have it"
        case (.open, 11): "is in use by the process \(Int(problem.holder)): one driver at a time may have it"
        case (_, 1), (_, 13): "cannot be written: this user may not"  // EPERM, EACCES
        case (_, 2): "cannot be made: its folder does not exist"  // ENOENT
        case (_, 20): "cannot be made: a part of its path is no folder"  // ENOTDIR
        case (.open, 21): "is a folder, not a file"  // EISDIR
        case (.open, 22), (.open, 6): "is no regular file"  // EINVAL, ENXIO
        case (.open, 27): "is larger than 256 MiB"  // EFBIG
        case (_, 27): "cannot be written: it would be larger than this process may make a file"
        case (_, 28): "cannot be written: the disk is full"  // ENOSPC
        case (_, 122): "cannot be written: the disk quota is used up"  // EDQUOT
        case (_, 30): "cannot be written: the disk is read-only"  // EROFS
        case (.open, let errno): "cannot be opened (errno \(Int(errno)))"
        case (.write, let errno): "cannot be written (errno \(Int(errno)))"
        case (.sync, let errno): "could not be brought to the disk (errno \(Int(errno)))"
        }
    }
}
