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
