@testable import CodeArtsDeploy
import Testing
@testable import FakeNetwork

@Suite struct SecretTests {
    @Test func `a secret holds its bytes behind its prefix, and a NUL behind them that does not count`() {
        let secret = Secret(bytes("höt")[...], prefix: "X: ")
        #expect(text(secret) == "X: höt")
        #expect(secret.with(dropping: 3) { text($0) } == "höt")
        #expect(secret.with { $0.baseAddress?.load(fromByteOffset: $0.count, as: UInt8.self) } == 0)
        #expect(secret.with { $0.count } == 7)
    }

    @Test func `an empty secret is a text of its own`() {
        let secret = Secret([])
        #expect(secret.with { $0.count } == 0 && secret.with { $0.baseAddress != nil })
        #expect(secret.with { $0.baseAddress?.load(as: UInt8.self) } == 0)
    }

    @Test func `a part of another array is copied, whatever its indices are`() {
        #expect(text(Secret(bytes("abcdef")[2..<4])) == "cd")
    }

    @Test func `wiping leaves nothing`() {
        var secret = bytes("hunter2")
        wipe(&secret)
        #expect(secret == Array(repeating: 0, count: 7))
        var empty: [UInt8] = []
        wipe(&empty)
        #expect(empty.isEmpty)
    }
}
