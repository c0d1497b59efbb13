import ArgumentParser
import Glibc

/// A file path, byte for byte as it was given: a name need not be UTF-8.
struct FilePath: ExpressibleByArgument {
    let bytes: [UInt8]

    /// - Parameter argument: an argument that may carry raw bytes.
    init(argument: String) {
        bytes = RawText.bytes(of: argument)
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// As on the command line, to be quoted or passed on.
    var argument: String { RawText.carrying(bytes) }

    /// For messages.
    var text: String { RawText.readable(argument) }

    var isStandardInput: Bool { bytes == [UInt8(ascii: "-")] }

    /// Whether it can be read again later: it is neither standard input nor a pipe.
    var canBeReadAgain: Bool {
        var status = stat()
        guard !isStandardInput, withCString({ stat($0, &status) }) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG
    }

    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (bytes + [0]).withUnsafeBytes { raw in
            raw.withMemoryRebound(to: CChar.self) { buffer in
                buffer.baseAddress.map(body) ?? body("")
            }
        }
    }
}
