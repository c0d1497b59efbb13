/// The same value as anybody else might write it: any white space, any spelling of a character.
extension RandomTree {
    func spelled(using random: inout SeededGenerator) -> String {
        let text =
            switch self {
            case .null: "null"
            case .boolean(let value): "\(value)"
            case .number(let text): text
            case .string(let scalars): Self.spelled(scalars, using: &random)
            case .array(let elements):
                "[" + Self.list(elements.map { $0.spelled(using: &random) }, using: &random) + "]"
            case .object(let members):
                "{"
                    + Self.list(
                        members.map {
                            Self.space(using: &random) + Self.spelled($0.name, using: &random)
                                + Self.space(using: &random) + ":"
                                + $0.value.spelled(using: &random)
                        }, using: &random) + "}"
            }
        return Self.space(using: &random) + text + Self.space(using: &random)
    }

    private static func list(_ parts: [String], using random: inout SeededGenerator) -> String {
        parts.isEmpty ? space(using: &random) : parts.joined(separator: ",")
    }

    private static func space(using random: inout SeededGenerator) -> String {
        random.oneIn(3) ? [" ", "\n", "\r\n", "\t", "  \n\t"].randomElement(using: &random) ?? "" : ""
    }

    private static func spelled(_ scalars: [Unicode.Scalar], using random: inout SeededGenerator) -> String {
        "\"" + scalars.map { spelled($0, using: &random) }.joined() + "\""
    }

    private static let letters: [Unicode.Scalar: String] = [
        "\"": #"\""#, "\\": #"\\"#, "/": #"\/"#, "\u{8}": #"\b"#, "\u{C}": #"\f"#, "\n": #"\n"#, "\r": #"\r"#,
        "\t": #"\t"#,
    ]

    private static func spelled(_ scalar: Unicode.Scalar, using random: inout SeededGenerator) -> String {
        if let letter = letters[scalar], random.oneIn(2) { return letter }
        let mayStandAlone = scalar.value >= 0x20 && scalar != "\"" && scalar != "\\"
        if mayStandAlone && !random.oneIn(3) { return String(Character(scalar)) }
        let uppercase = random.oneIn(2)
        return String(scalar).utf16.map { unit in
            let digits = String(unit, radix: 16, uppercase: uppercase)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
