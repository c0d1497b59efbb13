@testable import CodeArtsDeploy
import Dispatch
import Synchronization
import Testing
@testable import FakeNetwork

extension Signing {
    @Suite struct HMACSHA256Tests {
        private func code(_ key: [UInt8], _ message: [UInt8]) -> String {
            hexadecimal(HMACSHA256(Secret(key[...])).code { $0.append(message) })
        }

        /// RFC 4231, 4.2 to 4.8; of test 5 the RFC gives the first 128 bits.
        @Test func `the examples of RFC 4231 come out`() {
            let counting = (1...25).map { UInt8($0) }
            let long = [UInt8](repeating: 0xAA, count: 131)
            #expect(
                code([UInt8](repeating: 0x0B, count: 20), bytes("Hi There"))
                    == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
            #expect(
                code(bytes("Jefe"), bytes("what do ya want for nothing?"))
                    == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
            #expect(
                code([UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50))
                    == "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")
            #expect(
                code(counting, [UInt8](repeating: 0xCD, count: 50))
                    == "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")
            #expect(
                code([UInt8](repeating: 0x0C, count: 20), bytes("Test With Truncation"))
                    .hasPrefix("a3b6167473100ee06e0c796c2955552b"))
            #expect(
                code(long, bytes("Test Using Larger Than Block-Size Key - Hash Key First"))
                    == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
            #expect(
                code(
                    long,
                    bytes(
                        "This is a test using a larger than block-size key and a larger than block-size data. "
                            + "The key needs to be hashed before being used by the HMAC algorithm."))
                    == "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2")
        }

        @Test func `a key serves many messages and threads`() {
            let key = HMACSHA256(secret("key"))
            let expected = (0..<50).map { code(bytes("key"), bytes("message \($0)")) }
            let wrong = Atomic<Int>(0)
            DispatchQueue.concurrentPerform(iterations: 400) { generation in
                let found = hexadecimal(key.code { $0.append(bytes("message \(generation % 50)")) })
                if found != expected[generation % 50] { wrong.add(1, ordering: .relaxed) }
            }
            #expect(wrong.load(ordering: .relaxed) == 0)
        }
    }
}
