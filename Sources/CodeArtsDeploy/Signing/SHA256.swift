internal import CPlatform

/// SHA-256 (FIPS 180-4).
///
/// A value: a copy goes on from the same state by itself, which is how a key for HMAC is hashed once for all messages.
package struct SHA256: ByteSink {
    private var state = SHA256State()
    /// The bytes of a block that is not yet whole.
    private var pending = InlineArray<64, UInt8>(repeating: 0)
    private var pendingCount = 0
    /// In bytes.
    private var length: UInt64 = 0

    package init() {}

    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        var rest = bytes[...]
        if pendingCount > 0 {
            let part = rest.prefix(SHA256State.blockSize - pendingCount)
            keep(part)
            rest = rest.dropFirst(part.count)
            if pendingCount < SHA256State.blockSize { return }
            withUnsafeBytes(of: pending) { state.add(blocks: $0) }
            pendingCount = 0
        }
        let whole = rest.count & ~(SHA256State.blockSize - 1)
        state.add(blocks: UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
        keep(rest.dropFirst(whole))
    }

    /// Ends the text. The value has no use after that but to be wiped.
    mutating func finalize() -> Digest {
        let bits = length &* 8
        let zeros = (SHA256State.blockSize * 2 - 9 - pendingCount) % SHA256State.blockSize
        withUnsafeTemporaryAllocation(byteCount: SHA256State.blockSize + 9, alignment: 1) { padding in
            padding.initializeMemory(as: UInt8.self, repeating: 0)
            padding[0] = 0x80
            padding.storeBytes(of: bits.bigEndian, toByteOffset: 1 + zeros, as: UInt64.self)
            append(UnsafeRawBufferPointer(rebasing: padding[..<(9 + zeros)]))
        }
        return Digest(state)
    }

    /// Overwrites everything that a secret may have left here.
    mutating func wipe() {
        withUnsafeMutableBytes(of: &self) { platform_wipe($0.baseAddress, $0.count) }
    }

    private mutating func keep(_ bytes: Slice<UnsafeRawBufferPointer>) {
        guard !bytes.isEmpty else { return }
        withUnsafeMutableBytes(of: &pending) {
            UnsafeMutableRawBufferPointer(rebasing: $0[pendingCount...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes))
        }
        pendingCount += bytes.count
    }
}

extension SHA256 {
    /// The 32 bytes of a hash.
    package struct Digest {
        private var bytes = InlineArray<32, UInt8>(repeating: 0)

        fileprivate init(_ state: SHA256State) {
            withUnsafeMutableBytes(of: &bytes) { state.write(to: $0) }
        }

        func withBytes(_ work: (UnsafeRawBufferPointer) -> Void) {
            withUnsafeBytes(of: bytes, work)
        }

        /// 64 lower-case digits, as every part of a signature is written.
        package func appendHexadecimal(to text: inout some ByteSink) {
            withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { digits in
                for at in bytes.indices {
                    digits[at * 2] = Self.digit(bytes[at] >> 4)
                    digits[at * 2 + 1] = Self.digit(bytes[at] & 15)
                }
                text.append(UnsafeRawBufferPointer(digits))
            }
        }

        private static func digit(_ value: UInt8) -> UInt8 {
            value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
        }
    }

    package static func digest(of bytes: [UInt8]) -> Digest {
        var hash = SHA256()
        defer { hash.wipe() }
        hash.append(bytes)
        return hash.finalize()
    }
}
