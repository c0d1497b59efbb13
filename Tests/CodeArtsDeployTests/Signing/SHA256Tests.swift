@testable import CodeArtsDeploy
import Testing
@testable import FakeNetwork

extension Signing {
    @Suite struct SHA256Tests {
        /// From the examples that NIST gives with FIPS 180-4.
        static let published = [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ]

        @Test(arguments: published)
        func `the published examples come out`(message: String, expected: String) {
            #expect(hexadecimal(SHA256.digest(of: bytes(message))) == expected)
        }

        @Test func `however a text is cut, its hash is the same`() {
            let message = (0..<200).map { UInt8($0) }
            let whole = hexadecimal(SHA256.digest(of: message))
            for cut in 0...message.count {
                var hash = SHA256()
                hash.append(Array(message[..<cut]))
                hash.append(Array(message[cut...]))
                #expect(hexadecimal(hash.finalize()) == whole, "cut at \(cut)")
            }
            var hash = SHA256()
            for byte in message { hash.append(byte) }
            #expect(hexadecimal(hash.finalize()) == whole)
        }

        @Test func `a copy goes its own way`() {
            var first = SHA256()
            first.append(bytes("ab"))
            var second = first
            first.append(bytes("c"))
            second.append(bytes("d"))
            #expect(hexadecimal(first.finalize()) == hexadecimal(SHA256.digest(of: bytes("abc"))))
            #expect(hexadecimal(second.finalize()) == hexadecimal(SHA256.digest(of: bytes("abd"))))
        }

        @Test func `nothing is left after a wipe`() {
            var hash = SHA256()
            hash.append(bytes("a secret longer than the sixty-four bytes of a block, so that all parts are in use"))
            hash.wipe()
            withUnsafeBytes(of: hash) { #expect($0.allSatisfy { $0 == 0 }) }
        }
    }
}
