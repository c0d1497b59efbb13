@testable import CodeArtsDeployModel

/// SplitMix64: the same texts on every machine, from a seed that a failure can name.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}

/// A JSON value made up by chance. What a text means is known before it is written.
indirect enum RandomTree {
    case null
    case boolean(Bool)
    case number(String)
    case string([Unicode.Scalar])
    case array([RandomTree])
    case object([(name: [Unicode.Scalar], value: RandomTree)])

    init(depth: Int = 0, using random: inout SeededGenerator) {
        switch Int.random(in: 0..<(depth < 5 ? 8 : 5), using: &random) {
        case 0: self = .null
        case 1: self = .boolean(.random(using: &random))
        case 2: self = .number(Self.number(using: &random))
        case 3, 4: self = .string(Self.scalars(using: &random))
        case 5:
            self = .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in Self(depth: depth + 1, using: &random) })
        default:
            self = .object(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    (Self.scalars(using: &random), Self(depth: depth + 1, using: &random))
                })
        }
    }

    private static func number(using random: inout SeededGenerator) -> String {
        var text = random.oneIn(3) ? "-" : ""
        text +=
            random.oneIn(4)
            ? "0" : "\(Int.random(in: 1...99, using: &random))\(UInt64.random(in: 1...(.max), using: &random))"
        if random.oneIn(3) { text += ".\(Int.random(in: 0...9999, using: &random))" }
        guard random.oneIn(3) else { return text }
        let sign = ["", "+", "-"].randomElement(using: &random) ?? ""
        return text + (random.oneIn(2) ? "e" : "E") + sign + "0\(Int.random(in: 0...400, using: &random))"
    }

    private static func scalars(using random: inout SeededGenerator) -> [Unicode.Scalar] {
        (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in
            let top: UInt32 = [0x20, 0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &random) ?? 0
            return Unicode.Scalar(UInt32.random(in: 0...top, using: &random))
        }
    }

    // MARK: As this library writes it

    func write(to json: inout JSONWriter) {
        switch self {
        case .null: json.raw(bytes("null"))
        case .boolean(let value): json.boolean(value)
        case .number(let text): json.raw(bytes(text))
        case .string(let scalars): json.string(Self.text(scalars))
        case .array(let elements):
            json.beginArray()
            for element in elements { element.write(to: &json) }
            json.endArray()
        case .object(let members):
            json.beginObject()
            for member in members {
                var name = JSONWriter()
                name.string(Self.text(member.name))
                json.rawName(name.bytes[...])
                member.value.write(to: &json)
            }
            json.endObject()
        }
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    // MARK: What a reader must find

    func isFound(in value: JSONValue) -> Bool {
        switch self {
        case .null: return value.kind == .null
        case .boolean(let expected): return value.boolean == expected
        case .number(let text): return value.kind == .number && value.raw.elementsEqual(text.utf8)
        case .string(let scalars): return Self.isFound(scalars, in: value)
        case .array(let elements):
            let found = Array(value.elements)
            return value.kind == .array && found.count == elements.count
                && zip(elements, found).allSatisfy { $0.isFound(in: $1) }
        case .object(let members):
            let found = Array(value.members)
            return value.kind == .object && found.count == members.count
                && zip(members, found).allSatisfy {
                    Self.isFound($0.name, in: $1.nameValue) && $0.value.isFound(in: $1.value)
                }
        }
    }

    private static func isFound(_ scalars: [Unicode.Scalar], in value: JSONValue) -> Bool {
        value.stringBytes.map { $0.elementsEqual(text(scalars).utf8) } ?? false
    }
}
