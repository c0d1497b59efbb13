extension SHA256 {
    /// The 32 bytes of a hash.
    package struct Digest {
        let words: InlineArray<8, UInt32>

        package func append(to text: inout some ByteSink) {
            var bytes = InlineArray<8, UInt32>(repeating: 0)
            for at in 0..<8 { bytes[at] = words[at].bigEndian }
            withUnsafeBytes(of: bytes) { text.append($0) }
        }

        /// 64 lower-case digits, which is how a signature writes all its hashes.
        package func appendHexadecimal(to text: inout some ByteSink) {
            var digits = InlineArray<8, UInt64>(repeating: 0)
            for at in 0..<8 { digits[at] = Self.digits(of: words[at]).bigEndian }
            withUnsafeBytes(of: digits) { text.append($0) }
        }

        /// A word's eight digits at once: spread to a byte each, then those above 9 moved on to the letters.
        private static func digits(of word: UInt32) -> UInt64 {
            var digits = UInt64(word)
            digits = (digits | digits &<< 16) & 0x0000_FFFF_0000_FFFF
            digits = (digits | digits &<< 8) & 0x00FF_00FF_00FF_00FF
            digits = (digits | digits &<< 4) & 0x0F0F_0F0F_0F0F_0F0F
            let letters = (digits &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
            return digits &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
        }
    }
}
