import CodeArtsDeployModel
import Testing

/// A text that is no JSON, with what must be said about it.
struct RefusedText: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let rule: Rule
    let line: Int
    let column: Int
    let path: String

    init(_ text: String, _ column: Int, _ path: String = "", line: Int = 1, rule: Rule = .json) {
        self.init(Array(text.utf8), column, path, line: line, rule: rule)
    }

    init(_ bytes: [UInt8], _ column: Int, _ path: String = "", line: Int = 1, rule: Rule = .json) {
        self.bytes = bytes
        self.rule = rule
        self.line = line
        self.column = column
        self.path = path
    }

    var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }

    static let values: [RefusedText] = [
        .init("", 1), .init(" ", 2), .init("\n\n", 1, line: 3), .init("\r\n\t ", 3, line: 2),
        .init("nul", 1), .init("nulL", 1), .init("True", 1), .init("FALSE", 1), .init("tru e", 1),
        .init("undefined", 1),
        .init("NaN", 1), .init("Infinity", 1), .init("'a'", 1), .init("`a`", 1), .init("abc", 1), .init(",", 1),
        .init(":", 1), .init("truex", 5), .init("null null", 6), .init("1 2", 3), .init("{} x", 4), .init("{}{}", 3),
        .init("\"a\"\"b\"", 4), .init("/* note */ 1", 1), .init("1 // note", 3), .init("# note\n1", 1),
        .init("\u{B}1", 1), .init("\u{C}1", 1), .init("\u{A0}1", 1), .init([0xEF, 0xBB], 1, rule: .encoding),
        .init("\u{FF0C}", 1),
        .init("\u{2028}1", 1), .init("1\u{85}", 2),
        .init("1\0", 2), .init("\0", 1), .init("\u{FEFF}{}", 1, rule: .encoding), .init("{\u{FEFF}}", 2),
        .init("\"\\ud834\\udd1e\"\u{FEFF}", 15),
    ]

    static let numbers: [RefusedText] = [
        .init("+1", 1), .init("-", 2), .init("- 1", 2), .init("--1", 2), .init("-a", 2), .init("-Infinity", 2),
        .init("00", 2), .init("01", 2), .init("-01", 3), .init("-00.5", 3), .init("1.", 3), .init("1. ", 3),
        .init(".5", 1), .init("-.5", 2), .init("1.e5", 3), .init("1.x", 3), .init("1e", 3), .init("1E+", 4),
        .init("1e-x", 4), .init("1e1.5", 4), .init("1ee5", 3), .init("0x1F", 2), .init("0b1", 2), .init("1_000", 2),
        .init("1,5", 2), .init("1.2.3", 4), .init("1a", 2), .init("\u{FF11}", 1), .init("\u{661}", 1),
    ]

    static let strings: [RefusedText] = [
        .init(#"""#, 2), .init(#""abc"#, 5), .init(#""\"#, 3), .init(#""a\""#, 5), .init(#""\u00"#, 2),
        .init(#""\x41""#, 2), .init(#""\'""#, 2), .init(#""\0""#, 2), .init(#""\a""#, 2), .init(#""\v""#, 2),
        .init(#""a\ ""#, 3), .init(#""\U0041""#, 2), .init(#""\u""#, 2), .init(#""\u12""#, 2), .init(#""\u12G4""#, 2),
        .init(#""\u-123""#, 2), .init(#""\u 123""#, 2), .init(#""\u00é""#, 2), .init(#""\\\q""#, 4),
        .init("\"\t\"", 2), .init("\"a\nb\"", 3), .init("\"\r\"", 2), .init("\"\0\"", 2), .init("\"ab\u{1F}\"", 4),
        .init(#""\ud800""#, 2, rule: .encoding), .init(#""\udbff""#, 2, rule: .encoding),
        .init(#""\udc00""#, 2, rule: .encoding), .init(#""\uDFFF""#, 2, rule: .encoding),
        .init(#""a\ud800\ud800""#, 3, rule: .encoding), .init(#""\ud800A""#, 2, rule: .encoding),
        .init(#""\ud800\u0041""#, 2, rule: .encoding), .init(#""\ud800\n""#, 2, rule: .encoding),
        .init(#""\udc00\ud800""#, 2, rule: .encoding), .init(#""\udc00\udc00""#, 2, rule: .encoding),
        .init(#""\ud83d\ude00\ud83d""#, 14, rule: .encoding),
    ]

    static let arrays: [RefusedText] = [
        .init("[", 2), .init("[ ", 3), .init("[1", 3), .init("[1,", 4), .init("[,1]", 2), .init("[1,]", 4),
        .init("[1,,2]", 4), .init("[1 2]", 4), .init("[1;2]", 3), .init("[1:2]", 3), .init("[1}", 3), .init("]", 1),
        .init("[1]]", 4), .init("[]]", 3), .init("[[]", 4), .init("(1)", 1), .init("[\"a\"", 5),
    ]

    static let objects: [RefusedText] = [
        .init("{", 2), .init("{ ", 3), .init(#"{"a"#, 4), .init(#"{"a""#, 5, "a"), .init(#"{"a":"#, 6, "a"),
        .init(#"{"a":1"#, 7), .init(#"{"a":1,"#, 8), .init(#"{"a":1,}"#, 8), .init("{,}", 2), .init("{a:1}", 2),
        .init("{'a':1}", 2), .init("{1:1}", 2), .init("{null:1}", 2), .init("{[]:1}", 2), .init(#"{"a"}"#, 5, "a"),
        .init(#"{"a" 1}"#, 6, "a"), .init(#"{"a"=1}"#, 5, "a"), .init(#"{"a"::1}"#, 6, "a"), .init(#"{"a",1}"#, 5, "a"),
        .init(#"{"a":}"#, 6, "a"), .init(#"{"a":1 "b":2}"#, 8), .init(#"{"a":1;"b":2}"#, 7), .init(#"{"a":1]"#, 7),
        .init(#"{"a":1,,"b":2}"#, 8), .init("}", 1), .init("{}}", 3), .init(#"{"a":{}"#, 8), .init(#"{"a\q":1}"#, 4),
    ]

    /// Faults inside of something: the path leads to it, lines count from 1, columns count bytes.
    static let places: [RefusedText] = [
        .init(#"{"params":[{"key":"a"},{"value":x}]}"#, 33, "params[1].value"),
        .init(#"{"params":[{"key":"a"},{"value":NaN}]}"#, 33, "params[1].value"),
        .init(#"{"a":{"b":{"c":[]}},"d":{"e":01}}"#, 31, "d.e"),
        .init(#"{"a":[[],[[0,{"b":tru}]]]}"#, 19, "a[1][0][1].b"),
        .init(#"[{"a":1},{"a":"\x"}]"#, 16, "[1].a"),
        .init("{\r\n  \"a\": x}", 8, "a", line: 2),
        .init("{\n\n\n\"a\":\n-}", 2, "a", line: 5),
        .init("{\"ü€😀\":x}", 14, "ü€😀"),
        .init("{\n\"a\":\"€\",\"b\":\"€\t\"}", 19, "b", line: 2),
        .init("{\"a\\u002e\\\"b\":[{\"c\":?}]}", 21, "a.\"b[0].c"),
        .init([0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0x62, 0xFF, 0x22, 0x7D], 8, "a", rule: .encoding),
        .init([0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D], 3, rule: .encoding),
        .init([0x22, 0xE2, 0x82], 2, rule: .encoding),
        .init([0xFF], 1, rule: .encoding), .init([0x5B, 0xE9, 0x5D], 2, rule: .encoding),
        .init([0x31, 0xFF], 2, rule: .encoding), .init([0x7B, 0x80, 0x7D], 2, rule: .encoding),
        .init([0x5B, 0x31, 0xC0, 0x80, 0x5D], 3, rule: .encoding),
    ]

    static let all = values + numbers + strings + arrays + objects + places
}
