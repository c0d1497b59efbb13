internal import CPlatform
internal import CodeArtsDeployModel

/// An asynchronous read of a file, on a thread of its own: its caller decides how long to wait.
public final class FileReading: @unchecked Sendable {
    /// The result of a read.
    public enum Contents: Sendable {
        /// - Parameter isOpenToOthers: whether users that are neither its owner nor in its group can read it.
        case bytes(Secret, isOpenToOthers: Bool)
        case missing
        /// Why not, as what a file is not: "cannot be read".
        case unusable(String)
    }

    private let read: OpaquePointer?
    private let known: Contents?

    /// Of a file whose contents are known.
    public init(_ contents: Contents?) {
        read = nil
        known = contents
    }

    init(of path: [UInt8], atMost most: Int) {
        guard !path.contains(0) else {
            read = nil
            known = .unusable("is no name of a file: it has a NUL byte")
            return
        }
        known = nil
        read = (path + [0]).withUnsafeBytes { platform_file_read_begin($0.text, most) }
    }

    deinit {
        if let read { platform_file_read_end(read) }
    }

    /// What came of it by then; nil where it goes on.
    public func contents(within milliseconds: Int) -> Contents? {
        guard let read else { return known }
        guard let file = platform_file_read_wait(read, Int64(milliseconds))?.pointee else { return nil }
        guard file.problem == 0 else { return Self.fault(file.problem) }
        var bytes = Array(UnsafeRawBufferPointer(start: file.bytes, count: file.count))
        defer { wipe(&bytes) }
        return .bytes(Secret(bytes[...]), isOpenToOthers: file.is_open_to_others)
    }

    /// Numbers of Linux, the same on every machine that it runs on.
    private static func fault(_ number: Int32) -> Contents {
        switch number {
        case 2: .missing  // ENOENT
        case 20: .unusable("cannot be there: a part of its path is no folder")  // ENOTDIR
        case 21: .unusable("is a folder, not a file")  // EISDIR
        case 27: .unusable("is larger than such a file can be")  // EFBIG
        case 1, 13: .unusable("cannot be read: this user may not")  // EPERM, EACCES
        default: .unusable("cannot be read (errno \(Int(number)))")
        }
    }
}

extension UnsafeRawBufferPointer {
    /// For C, which sees it as text.
    var text: UnsafePointer<CChar>? { baseAddress?.assumingMemoryBound(to: CChar.self) }
}
