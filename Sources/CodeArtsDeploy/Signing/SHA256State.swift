/// The eight words that SHA-256 turns over with every block of 64 bytes.
struct SHA256State {
    static var blockSize: Int { 64 }

    fileprivate var a: UInt32 = 0x6a09_e667
    fileprivate var b: UInt32 = 0xbb67_ae85
    fileprivate var c: UInt32 = 0x3c6e_f372
    fileprivate var d: UInt32 = 0xa54f_f53a
    fileprivate var e: UInt32 = 0x510e_527f
    fileprivate var f: UInt32 = 0x9b05_688c
    fileprivate var g: UInt32 = 0x1f83_d9ab
    fileprivate var h: UInt32 = 0x5be0_cd19

    /// - Parameter blocks: whole ones.
    @inline(never)
    mutating func add(blocks: UnsafeRawBufferPointer) {
        guard var block = blocks.baseAddress else { return }
        for _ in 0..<(blocks.count / Self.blockSize) {
            add(block)
            block += Self.blockSize
        }
    }

    var words: InlineArray<8, UInt32> { [a, b, c, d, e, f, g, h] }

    private mutating func add(_ block: UnsafeRawPointer) {
        let rounds = SHA256Rounds(from: self, over: block)
        a &+= rounds.work.a
        b &+= rounds.work.b
        c &+= rounds.work.c
        d &+= rounds.work.d
        e &+= rounds.work.e
        f &+= rounds.work.f
        g &+= rounds.work.g
        h &+= rounds.work.h
    }
}

/// The 64 rounds over one block (FIPS 180-4, 6.2.2), the hot loop of every signature.
///
/// They are unrolled, so that each index into the schedule is a constant that needs no check, and each shift of the
/// eight words is only a change of names. Nothing branches on the data.
private struct SHA256Rounds {
    var work: SHA256State
    /// The message schedule, its last 16 words.
    private var schedule = InlineArray<16, UInt32>(repeating: 0)

    @inline(__always)
    init(from state: SHA256State, over block: UnsafeRawPointer) {
        work = state
        for at in 0..<16 {
            schedule[at] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: at &* 4, as: UInt32.self))
        }
        four(0, 0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5)
        four(4, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5)
        four(8, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3)
        four(12, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174)
        four(16, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc)
        four(20, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da)
        four(24, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7)
        four(28, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967)
        four(32, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13)
        four(36, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85)
        four(40, 0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3)
        four(44, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070)
        four(48, 0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5)
        four(52, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3)
        four(56, 0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208)
        four(60, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2)
    }

    @inline(__always)
    private mutating func four(_ at: Int, _ k0: UInt32, _ k1: UInt32, _ k2: UInt32, _ k3: UInt32) {
        round(k0 &+ word(at))
        round(k1 &+ word(at &+ 1))
        round(k2 &+ word(at &+ 2))
        round(k3 &+ word(at &+ 3))
    }

    @inline(__always)
    private mutating func round(_ input: UInt32) {
        let choice = work.g ^ (work.e & (work.f ^ work.g))
        let majority = work.b ^ ((work.a ^ work.b) & (work.b ^ work.c))
        let first = work.h &+ input &+ Self.rotated(work.e, 6, 11, 25) &+ choice
        let second = Self.rotated(work.a, 2, 13, 22) &+ majority
        work.h = work.g
        work.g = work.f
        work.f = work.e
        work.e = work.d &+ first
        work.d = work.c
        work.c = work.b
        work.b = work.a
        work.a = first &+ second
    }

    /// A word of the schedule: the first 16 are the block, each later one is made from four before it, in place of the
    /// oldest.
    @inline(__always)
    private mutating func word(_ at: Int) -> UInt32 {
        let at15 = schedule[(at &+ 1) & 15], at2 = schedule[(at &+ 14) & 15]
        if at >= 16 {
            schedule[at & 15] =
                schedule[at & 15] &+ (Self.right(Self.right(at15, 11) ^ at15, 7) ^ at15 &>> 3)
                &+ schedule[(at &+ 9) & 15] &+ (Self.right(Self.right(at2, 2) ^ at2, 17) ^ at2 &>> 10)
        }
        return schedule[at & 15]
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
