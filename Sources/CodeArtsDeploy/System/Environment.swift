internal import CPlatform
internal import CodeArtsDeployModel

/// The variables and files of the host, as a parameter so that a test can have its own.
public protocol Environment: AnyObject, Sendable {
    /// The bytes of a variable as they are now; nil where it is not set or empty.
    func variable(_ name: String) -> [UInt8]?
    /// Begins to read a file.
    ///
    /// - Parameters:
    ///   - path: its bytes, which need not be UTF-8.
    ///   - most: a larger file is a fault.
    func read(_ path: [UInt8], atMost most: Int) -> FileReading
    func isFolder(_ path: [UInt8]) -> Bool
    /// Hears which source a credential is taken from: "the file /home/me/.huaweicloud/credentials".
    func willUse(_ source: String)
}

extension Environment {
    public func willUse(_ source: String) {}
}

/// The process's own environment.
public final class ProcessEnvironment: Environment {
    public init() {}

    public func variable(_ name: String) -> [UInt8]? {
        guard let value = platform_environment(name.nulTerminated), value.pointee != 0 else { return nil }
        return Array(UnsafeRawBufferPointer(start: value, count: platform_length(value)))
    }

    public func read(_ path: [UInt8], atMost most: Int) -> FileReading { FileReading(of: path, atMost: most) }

    public func isFolder(_ path: [UInt8]) -> Bool {
        path.contains(0) ? false : (path + [0]).withUnsafeBytes { platform_is_folder($0.text) }
    }
}
