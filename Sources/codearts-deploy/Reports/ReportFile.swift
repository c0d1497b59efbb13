import CodeArtsDeployModel
import Glibc

/// A file for a report. It appears whole or not at all: another is written beside it, and takes its place.
struct ReportFile {
    enum Kind: String, CaseIterable {
        case junit, markdown, json, html

        var report: any ReleaseReport {
            switch self {
            case .junit: JUnitReport()
            case .markdown: MarkdownReport()
            case .json: JSONReport()
            case .html: HTMLReport()
            }
        }
    }

    let kind: Kind
    let path: FilePath

    /// The reason why it could not be written; nil if it could. Leaves nothing behind.
    var obstacle: String? {
        if isSpecial { return access(path, W_OK) }
        var status = stat()
        if path.withCString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFDIR {
            return String(cString: strerror(EISDIR))
        }
        let probe = neighbour
        guard let descriptor = Self.opened(probe) else { return String(cString: strerror(errno)) }
        close(descriptor)
        probe.withCString { _ = unlink($0) }
        return nil
    }

    /// - Returns: the reason why it was not written; nil if it was.
    func write(_ release: ReleaseSummary) -> String? {
        let bytes = Array(kind.report.text(release).utf8)
        if isSpecial {
            let descriptor = path.withCString { open($0, O_WRONLY | O_CLOEXEC) }
            return descriptor < 0 ? String(cString: strerror(errno)) : Self.written(bytes, to: descriptor)
        }
        let draft = neighbour
        guard let descriptor = Self.opened(draft) else { return String(cString: strerror(errno)) }
        if let reason = Self.written(bytes, to: descriptor) ?? draft.renamed(to: target) {
            draft.withCString { _ = unlink($0) }
            return reason
        }
        return nil
    }

    /// A device or a pipe, which nothing can take the place of.
    private var isSpecial: Bool {
        var status = stat()
        guard path.withCString({ stat($0, &status) }) == 0 else { return false }
        return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }

    private func access(_ path: FilePath, _ mode: CInt) -> String? {
        path.withCString { Glibc.access($0, mode) } == 0 ? nil : String(cString: strerror(errno))
    }

    /// The file itself where the path is a link.
    private var target: FilePath {
        guard let real = path.withCString({ realpath($0, nil) }) else { return path }
        defer { free(real) }
        return FilePath(bytes: Array(UnsafeRawBufferPointer(start: real, count: strlen(real))))
    }

    /// In the same folder, so that it can be moved.
    private var neighbour: FilePath {
        FilePath(bytes: target.bytes + Array(".\(getpid()).tmp".utf8))
    }

    private static func opened(_ path: FilePath) -> CInt? {
        let descriptor = path.withCString { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666) }
        return descriptor < 0 ? nil : descriptor
    }

    private static func written(_ bytes: [UInt8], to descriptor: CInt) -> String? {
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(cString: strerror(errno)) }
            rest = rest.dropFirst(count)
        }
        return nil
    }
}

extension FilePath {
    fileprivate func renamed(to other: FilePath) -> String? {
        let result = withCString { from in other.withCString { to in rename(from, to) } }
        return result == 0 ? nil : String(cString: strerror(errno))
    }
}
