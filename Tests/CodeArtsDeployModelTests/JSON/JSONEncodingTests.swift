import CodeArtsDeployModel
import Testing

/// UTF-8 as table 3-7 of the Unicode Standard defines it, compared with the standard library's decoder.
@Suite struct JSONEncodingTests {
    /// The edges of the table's ranges, and one byte outside each of them.
    private static let edges: [UInt8] = [
        0x00, 0x22, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xF0, 0xFF,
    ]

    private func agrees(_ bytes: [UInt8]) -> Bool {
        let isText = String(validating: bytes, as: UTF8.self) != nil
        return (UTF8Sequence.firstFault(in: bytes) == nil) == isText
    }

    @Test func `every sequence of one and of two bytes is judged right`() {
        for lead in UInt8.min...UInt8.max {
            #expect(agrees([lead]))
            for second in UInt8.min...UInt8.max where !agrees([lead, second]) {
                Issue.record("\(lead) \(second)")
            }
        }
    }

    @Test(arguments: UInt8(0xC0)...UInt8(0xFF))
    func `every lead byte with every edge behind it is judged right`(lead: UInt8) {
        for second in Self.edges {
            for third in Self.edges {
                if !agrees([lead, second, third]) { Issue.record("\(lead) \(second) \(third)") }
                for fourth in Self.edges where !agrees([lead, second, third, fourth]) {
                    Issue.record("\(lead) \(second) \(third) \(fourth)")
                }
            }
        }
    }

    @Test(arguments: [
        [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBF],
        [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
    ])
    func `the first and the last character of each length may stand in a string`(character: [UInt8]) throws {
        let value = try JSONDocument(parsing: [0x22] + character + [0x22]).root
        #expect(value.stringBytes.map { Array($0) } == character)
    }

    @Test(arguments: [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3], [0xE2, 0x82],
        [0xF0, 0x9F, 0x98], [0xE2, 0x28, 0xA1], [0xF0, 0x9F, 0x28, 0x80],
    ])
    func `overlong forms, surrogates, what lies beyond Unicode and what is cut are refused`(sequence: [UInt8]) throws {
        let fault = try #require(jsonFault(of: bytes(#"["ok","a"#) + sequence + bytes(#""]"#)))
        #expect(fault.rule == .encoding && fault.offset == 8)
        #expect(UTF8Sequence.firstFault(in: bytes("añ") + sequence) == 3)
    }
}
