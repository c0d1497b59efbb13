@testable import CodeArtsDeploy
import Testing
@testable import FakeNetwork

/// The numbers from which Scripts/signing-fixtures makes its texts: xorshift64*.
private struct Numbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return (state &* 0x2545_F491_4F6C_DD1D) >> 32
    }

    mutating func data(_ count: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(count))
        for _ in 0..<count { bytes.append(UInt8(truncatingIfNeeded: next())) }
        return bytes
    }
}

extension Signing {
    @Suite struct DigestFixtureTests {
        @Test func `10,000 random texts and keys give what Python's hashlib and hmac give`() throws {
            let expected = try SigningFixtures.lines("digests.txt")
            #expect(expected.count == 1000)
            var numbers = Numbers(state: 20_260_601)
            for (line, digits) in expected.enumerated() {
                var group = SHA256()
                for _ in 0..<10 {
                    let message = numbers.data(numbers.next() % 300)
                    let key = numbers.data(numbers.next() % 150)
                    SHA256.digest(of: message).append(to: &group)
                    HMACSHA256(Secret(key[...])).code { $0.append(message) }.append(to: &group)
                }
                #expect(hexadecimal(group.finalize()) == digits, "line \(line + 1)")
            }
        }
    }
}
