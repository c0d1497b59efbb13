internal import CPlatform

/// SHA-256's state: eight words, which every block of 64 bytes changes.
struct SHA256State {
    static var blockSize: Int { 64 }

    private(set) var words: InlineArray<8, UInt32> = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]

    /// By the processor's own instructions for SHA-256 where it has them.
    ///
    /// - Parameter blocks: whole ones.
    mutating func add(blocks: UnsafeRawBufferPointer) {
        let isAdded = withUnsafeMutableBytes(of: &words) { words in
            platform_sha256(
                words.baseAddress?.assumingMemoryBound(to: UInt32.self), blocks.baseAddress,
                blocks.count / Self.blockSize)
        }
        if !isAdded { addPortably(blocks: blocks) }
    }

    /// The same on every processor.
    @inline(never)
    mutating func addPortably(blocks: UnsafeRawBufferPointer) {
        guard var block = blocks.baseAddress else { return }
        for _ in 0..<(blocks.count / Self.blockSize) {
            let rounds = SHA256Rounds(from: words, over: block)
            words[0] &+= rounds.a
            words[1] &+= rounds.b
            words[2] &+= rounds.c
            words[3] &+= rounds.d
            words[4] &+= rounds.e
            words[5] &+= rounds.f
            words[6] &+= rounds.g
            words[7] &+= rounds.h
            block += Self.blockSize
        }
    }
}

/// The 64 rounds over one block (FIPS 180-4, 6.2.2), for processors without instructions of their own.
///
/// Sixteen of them stand in a row, so that each index into the schedule is a constant that needs no check, and each
/// shift of the eight words is only a change of names. Nothing branches on the data.
private struct SHA256Rounds {
    var a, b, c, d, e, f, g, h: UInt32
    /// The message schedule, its last 16 words.
    private var schedule = InlineArray<16, UInt32>(repeating: 0)

    @inline(__always)
    init(from words: InlineArray<8, UInt32>, over block: UnsafeRawPointer) {
        (a, b, c, d) = (words[0], words[1], words[2], words[3])
        (e, f, g, h) = (words[4], words[5], words[6], words[7])
        let constants = platform_sha256_constants()
        for at in 0..<16 {
            schedule[at] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: at &* 4, as: UInt32.self))
        }
        sixteen(constants) { $0.schedule[$1] }
        for part in 1..<4 { sixteen(constants + part &* 16) { $0.renewed($1) } }
    }

    @inline(__always)
    private mutating func sixteen(_ k: UnsafePointer<UInt32>, _ word: (inout Self, Int) -> UInt32) {
        four(0, k, word)
        four(4, k, word)
        four(8, k, word)
        four(12, k, word)
    }

    @inline(__always)
    private mutating func four(_ at: Int, _ k: UnsafePointer<UInt32>, _ word: (inout Self, Int) -> UInt32) {
        round(k[at] &+ word(&self, at))
        round(k[at &+ 1] &+ word(&self, at &+ 1))
        round(k[at &+ 2] &+ word(&self, at &+ 2))
        round(k[at &+ 3] &+ word(&self, at &+ 3))
    }

    @inline(__always)
    private mutating func round(_ input: UInt32) {
        let choice = g ^ (e & (f ^ g))
        let majority = b ^ ((a ^ b) & (b ^ c))
        let first = h &+ input &+ Self.rotated(e, 6, 11, 25) &+ choice
        let second = Self.rotated(a, 2, 13, 22) &+ majority
        h = g
        g = f
        f = e
        e = d &+ first
        d = c
        c = b
        b = a
        a = first &+ second
    }

    /// The word of the schedule that comes 16 later, made from four before it and put in the place of the oldest.
    @inline(__always)
    private mutating func renewed(_ at: Int) -> UInt32 {
        let at15 = schedule[(at &+ 1) & 15], at2 = schedule[(at &+ 14) & 15]
        schedule[at] =
            schedule[at] &+ (Self.right(Self.right(at15, 11) ^ at15, 7) ^ at15 &>> 3)
            &+ schedule[(at &+ 9) & 15] &+ (Self.right(Self.right(at2, 2) ^ at2, 17) ^ at2 &>> 10)
        return schedule[at]
    }

    /// `x` rotated to the right by three numbers of bits, all three xored. Each rotation goes on from the one before,
    /// which saves copies of `x`.
    @inline(__always)
    private static func rotated(_ x: UInt32, _ n1: UInt32, _ n2: UInt32, _ n3: UInt32) -> UInt32 {
        right(right(right(x, n3 &- n2) ^ x, n2 &- n1) ^ x, n1)
    }

    @inline(__always)
    private static func right(_ x: UInt32, _ bits: UInt32) -> UInt32 {
        x &>> bits | x &<< (32 &- bits)
    }
}
