internal import CPlatform

/// SHA-256 (FIPS 180-4).
///
/// A value: a copy goes on from the same state by itself, which is how a key for HMAC is hashed once for all messages.
package struct SHA256: ByteSink {
    private var state = SHA256State()
    /// The bytes of a block that is not yet whole.
    private var pending = InlineArray<64, UInt8>(repeating: 0)
    /// Always less than a block.
    private var pendingCount = 0
    /// In bytes.
    private var length: UInt64 = 0

    package init() {}

    package mutating func append(_ byte: UInt8) {
        length &+= 1
        pending[pendingCount] = byte
        pendingCount &+= 1
        addPendingIfWhole()
    }

    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard var next = bytes.baseAddress else { return }
        var count = bytes.count
        length &+= UInt64(count)
        if pendingCount > 0 {
            let part = min(count, SHA256State.blockSize &- pendingCount)
            keep(next, part)
            next += part
            count &-= part
            addPendingIfWhole()
        }
        let whole = count & ~(SHA256State.blockSize &- 1)
        if whole > 0 { state.add(blocks: UnsafeRawBufferPointer(start: next, count: whole)) }
        if count > whole { keep(next + whole, count &- whole) }
    }

    /// Ends the text. After that the value has no use but to be wiped.
    mutating func finalize() -> Digest {
        let bits = length &* 8
        append(0x80)
        let end = SHA256State.blockSize - 8
        if pendingCount > end {
            padPending(upTo: SHA256State.blockSize)
            addPendingIfWhole()
        }
        padPending(upTo: end)
        withUnsafeMutableBytes(of: &pending) { $0.storeBytes(of: bits.bigEndian, toByteOffset: end, as: UInt64.self) }
        pendingCount = SHA256State.blockSize
        addPendingIfWhole()
        return Digest(words: state.words)
    }

    /// Overwrites everything that a secret may have left here.
    mutating func wipe() {
        withUnsafeMutableBytes(of: &self) { platform_wipe($0.baseAddress, $0.count) }
    }

    package static func digest(of bytes: [UInt8]) -> Digest {
        var hash = SHA256()
        defer { hash.wipe() }
        hash.append(bytes)
        return hash.finalize()
    }

    // MARK: The block that is not yet whole

    private mutating func keep(_ bytes: UnsafeRawPointer, _ count: Int) {
        withUnsafeMutableBytes(of: &pending) {
            guard let start = $0.baseAddress else { return }
            (start + pendingCount).copyMemory(from: bytes, byteCount: count)
        }
        pendingCount &+= count
    }

    private mutating func padPending(upTo count: Int) {
        withUnsafeMutableBytes(of: &pending) {
            _ = UnsafeMutableRawBufferPointer(rebasing: $0[pendingCount..<count])
                .initializeMemory(as: UInt8.self, repeating: 0)
        }
        pendingCount = count
    }

    private mutating func addPendingIfWhole() {
        guard pendingCount == SHA256State.blockSize else { return }
        withUnsafeBytes(of: &pending) { state.add(blocks: $0) }
        pendingCount = 0
    }
}
