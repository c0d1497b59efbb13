internal import CPlatform

/// The variables and files of the host, as a parameter so that a test can have its own.
public protocol Environment: AnyObject, Sendable {
    /// The bytes of a variable; nil where it is not set or empty.
    func variable(_ name: String) -> [UInt8]?
    func isReadable(_ file: String) -> Bool
}

/// The real one.
public final class ProcessEnvironment: Environment {
    public init() {}

    public func variable(_ name: String) -> [UInt8]? {
        name.withCString { name in
            guard let value = platform_environment(name), value.pointee != 0 else { return nil }
            return Array(UnsafeRawBufferPointer(start: value, count: platform_length(value)))
        }
    }

    public func isReadable(_ file: String) -> Bool { platform_is_readable(file) }
}
