/// A key for HMAC-SHA256 (RFC 2104), ready for any number of messages on any number of threads.
///
/// The key's two blocks are hashed once. What is kept are the two states after them; they are as good as the key, so
/// they are wiped when the last owner lets go.
package final class HMACSHA256: @unchecked Sendable {
    private var inner = SHA256()
    private var outer = SHA256()

    package init(_ key: Secret) {
        var block = Self.block(of: key)
        defer { wipe(&block) }
        for at in block.indices { block[at] ^= 0x36 }
        inner.append(block)
        for at in block.indices { block[at] ^= 0x36 ^ 0x5C }
        outer.append(block)
    }

    deinit {
        inner.wipe()
        outer.wipe()
    }

    /// The code of the message that `write` appends.
    package func code(_ write: (inout SHA256) -> Void) -> SHA256.Digest {
        var hash = inner
        defer { hash.wipe() }
        write(&hash)
        let digest = hash.finalize()
        hash = outer
        digest.append(to: &hash)
        return hash.finalize()
    }

    /// The key with zeros up to 64 bytes; in place of a longer key stands its hash.
    private static func block(of key: Secret) -> [UInt8] {
        var block: [UInt8] = []
        block.reserveCapacity(SHA256State.blockSize)
        key.with { key in
            if key.count <= SHA256State.blockSize {
                block.append(key)
            } else {
                var hash = SHA256()
                defer { hash.wipe() }
                hash.append(key)
                hash.finalize().append(to: &block)
            }
        }
        while block.count < SHA256State.blockSize { block.append(0) }
        return block
    }
}

extension HMACSHA256 {
    /// Tells one set of texts under this key from another, and nothing of the key.
    func fingerprint(_ texts: [ArraySlice<UInt8>]) -> [UInt8] {
        var fingerprint: [UInt8] = []
        let digest = code { hash in
            for text in texts {
                text.withUnsafeBytes { hash.append($0) }
                hash.append("\n")
            }
        }
        digest.appendHexadecimal(to: &fingerprint)
        return fingerprint
    }
}
