import CPlatform
@testable import CodeArtsDeploy
import Foundation
import Testing
@testable import FakeNetwork

extension Signing {
    /// The two ways of hashing a block: by the processor's own instructions, and by the rounds that every processor can
    /// do. Each is the other's witness, on a machine that has both.
    @Suite struct SHA256StateTests {
        /// The hash by the portable rounds alone, padded here.
        private func portable(_ message: [UInt8]) -> String {
            var padded = message + [0x80]
            while padded.count % 64 != 56 { padded.append(0) }
            withUnsafeBytes(of: UInt64(message.count * 8).bigEndian) { padded.append(contentsOf: $0) }
            var state = SHA256State()
            padded.withUnsafeBytes { state.addPortably(blocks: $0) }
            return hexadecimal(SHA256.Digest(words: state.words))
        }

        private func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }

        @Test(arguments: SHA256Tests.published)
        func `the published examples come out without any instruction of its own`(message: String, expected: String) {
            #expect(portable(bytes(message)) == expected)
        }

        @Test func `both ways agree on every length`() {
            for count in 0...300 {
                let message = random(count)
                #expect(hexadecimal(SHA256.digest(of: message)) == portable(message), "\(message)")
            }
        }

        @Test func `both ways agree however a text is cut`() {
            for _ in 0..<200 {
                let message = random(.random(in: 0...1500))
                var hash = SHA256()
                var rest = message[...]
                while !rest.isEmpty {
                    let part = rest.prefix(.random(in: 0...200))
                    part.withUnsafeBytes { hash.append($0) }
                    rest = rest.dropFirst(part.count)
                }
                #expect(hexadecimal(hash.finalize()) == portable(message), "\(message)")
            }
        }

        @Test func `both ways agree wherever in memory a text begins`() {
            for start in 0..<64 {
                let message = random(start + 192)
                let text = Array(message[start...])
                var hash = SHA256()
                message[start...].withUnsafeBytes { hash.append($0) }
                #expect(hexadecimal(hash.finalize()) == portable(text), "\(text) at \(start)")
            }
        }

        @Test func `the processor's own instructions are used where it has them`() throws {
            let flags = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
                .split(whereSeparator: \.isWhitespace)
            let required = ["sha_ni", "sse4_1", "ssse3"]
            let hasThem = required.allSatisfy { flags.contains(Substring($0)) } || flags.contains("sha2")
            var words = [UInt32](repeating: 1, count: 8)
            let isAdded = platform_sha256(&words, [UInt8](repeating: 0, count: 64), 1)
            #expect(isAdded == hasThem)
            #expect((words == [UInt32](repeating: 1, count: 8)) == !hasThem)
        }
    }
}
