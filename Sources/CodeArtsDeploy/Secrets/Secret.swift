internal import CPlatform

/// A secret's bytes: never a `String`, one owner, wiped when it goes.
public final class Secret: @unchecked Sendable {
    private let base: UnsafeMutableRawPointer?
    private let count: Int

    /// A copy of these bytes, followed by a NUL that does not count.
    public init(_ bytes: ArraySlice<UInt8>, prefix: StaticString = "") {
        count = prefix.utf8CodeUnitCount + bytes.count
        base = platform_allocate(count + 1)
        guard let base else { return }
        prefix.withUTF8Buffer { Self.copy(UnsafeRawBufferPointer($0), to: base) }
        bytes.withUnsafeBytes { Self.copy($0, to: base + prefix.utf8CodeUnitCount) }
        base.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
    }

    deinit {
        guard let base else { return }
        platform_wipe(base, count)
        platform_free(base)
    }

    private static func copy(_ source: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) {
        if let start = source.baseAddress { target.copyMemory(from: start, byteCount: source.count) }
    }

    /// For C, for as long as this object lives.
    var cString: UnsafeMutablePointer<CChar>? { base?.assumingMemoryBound(to: CChar.self) }

    /// The bytes after the first `dropping`, for as long as the work runs.
    public func with<Result, Failure>(
        dropping prefix: Int = 0, _ work: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try work(UnsafeRawBufferPointer(start: base.map { $0 + prefix }, count: base == nil ? 0 : count - prefix))
    }
}

/// Overwrites a buffer that held secrets. It must be the buffer's only owner, or the copy would be wiped.
@inline(never)
public func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { platform_wipe($0.baseAddress, $0.count) }
}
