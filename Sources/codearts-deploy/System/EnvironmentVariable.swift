import Glibc

/// An environment variable of this process.
enum EnvironmentVariable {
    /// nil if it is not set.
    static func bytes(_ name: String) -> [UInt8]? {
        getenv(name).map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }

    /// nil if it is not set, or empty.
    static func text(_ name: String) -> String? {
        bytes(name).flatMap { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
    }
}
