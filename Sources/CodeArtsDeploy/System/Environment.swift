internal import CPlatform
internal import CodeArtsDeployModel

/// The variables and files of the host, as a parameter so that a test can have its own.
public protocol Environment: AnyObject, Sendable {
    /// The bytes of a variable; nil where it is not set or empty.
    func variable(_ name: String) -> [UInt8]?
    func isReadable(_ file: String) -> Bool
    /// Whether only its owner can read the file.
    func isPrivate(_ file: String) -> Bool
    /// The bytes of a small file; nil where it cannot be read.
    func contents(of file: String) -> [UInt8]?
}

/// The real one.
public final class ProcessEnvironment: Environment {
    public init() {}

    public func variable(_ name: String) -> [UInt8]? {
        guard let value = platform_environment(name.nulTerminated), value.pointee != 0 else { return nil }
        return Array(UnsafeRawBufferPointer(start: value, count: platform_length(value)))
    }

    public func isReadable(_ file: String) -> Bool { platform_is_readable(file.nulTerminated) }

    public func isPrivate(_ file: String) -> Bool { platform_is_private(file.nulTerminated) }

    public func contents(of file: String) -> [UInt8]? {
        // A profile has a few lines; whatever is larger is none.
        let most = 65_536
        var count = -1
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, initialized in
            count = Int(platform_read_file(file.nulTerminated, buffer.baseAddress, most))
            initialized = max(0, count)
        }
        return count < 0 ? nil : bytes
    }
}
