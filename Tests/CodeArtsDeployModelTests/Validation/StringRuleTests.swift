@testable import CodeArtsDeployModel
import Testing

/// Most texts are only accepted; words for a fault are found in a second look. Both must say the same.
@Suite struct StringRuleTests {
    private static let rules: [StringRule] = [
        .id, .parameterKey, .parameterValue, .token, .oneOf(["0", "1"]),
        .oneOf(["text", "host_group", "encrypt", "enum"]),
    ]

    @Test func `the quick look and the careful one agree on every single byte`() {
        for rule in Self.rules {
            for byte in UInt8.min...UInt8.max {
                for text in [[byte], bytes("d2dc947ec2424d8789bb3984bb3adf4") + [byte], [0x7B, byte]] {
                    if rule.accepts(text) != rule.faults(in: text, path: "").isEmpty { Issue.record("\(byte)") }
                }
            }
        }
    }

    @Test func `they agree on texts made up by chance`() {
        var random = SeededGenerator(state: 1)
        let parts = [
            "", "a", "Z", "0", "1", ".", "-", "_", " ", "{", "%", "#", "\n", "\u{7F}", "é", "😀", "text", "enum",
        ].map(bytes)
        for _ in 0..<5000 {
            let count = random.oneIn(4) ? 32 : Int.random(in: 0...6, using: &random)
            let text = (0..<count).flatMap { _ in parts.randomElement(using: &random) ?? [] }
            for rule in Self.rules where rule.accepts(text) != rule.faults(in: text, path: "").isEmpty {
                Issue.record("\(text)")
            }
        }
    }

    @Test func `the rules allow what the service's documents allow`() {
        func allowed(_ rule: StringRule, _ around: String = "") -> String {
            text((UInt8(0)..<128).filter { rule.accepts(bytes(around) + [$0]) })
        }
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", small = letters.lowercased(), digits = "0123456789"
        #expect(allowed(.id, "d2dc947ec2424d8789bb3984bb3adf4") == digits + letters + small)
        #expect(allowed(.parameterKey) == "-." + digits + letters + "_" + small)
        #expect(bytes(allowed(.parameterValue)) == Array(0..<128))
        #expect(bytes(allowed(.token)) == Array(0x20..<0x7F))
    }
}
