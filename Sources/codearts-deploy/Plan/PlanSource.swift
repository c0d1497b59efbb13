import CodeArtsDeployModel

/// The text of a plan, in YAML or JSON.
struct PlanSource {
    /// Of the longest plan.
    static let maxBytes = 4 << 20

    let root: PlanNode
    /// Of keys that are given twice.
    let faults: [Violation]

    /// - Parameter isJSON: whether its name says so. Any other text is JSON only where it can be read as such: YAML may
    ///   begin with a brace too.
    init(_ text: [UInt8], isJSON: Bool) throws(PlanFault) {
        if let offset = UTF8Sequence.firstFault(in: text) {
            throw PlanFault(.encoding, "It is not UTF-8 from here on.", at: LineTable(text).position(offset: offset))
        }
        if !text.contains(where: { !" \t\r\n".utf8.contains($0) }) {
            throw PlanFault(.required, "It is empty.", at: TextPosition(line: 1, column: 1))
        }
        let json = Result { () throws(JSONFault) in try JSONDocument(parsing: text) }
        switch json {
        case .success(let document):
            var tree = JSONTree(text)
            root = try tree.node(document.root)
            faults = tree.faults
        case .failure(let fault) where isJSON: throw PlanFault(fault.rule, fault.message, at: fault.position)
        case .failure:
            var composer = YAMLComposer(text)
            root = try composer.compose()
            faults = composer.faults
        }
    }
}

/// The tree of a plan that is JSON.
private struct JSONTree {
    private let lines: LineTable
    private(set) var faults: [Violation] = []

    init(_ text: [UInt8]) {
        lines = LineTable(text)
    }

    mutating func node(_ value: JSONValue) throws(PlanFault) -> PlanNode {
        let place = lines.position(offset: value.raw.startIndex)
        switch value.kind {
        case .string: return PlanNode(.text(value.string ?? "", isPlain: false), at: place)
        case .number, .boolean: return PlanNode(.text(value.plain, isPlain: true), at: place)
        case .null: return PlanNode(.null, at: place)
        case .array:
            var list: [PlanNode] = []
            for element in value.elements { list.append(try node(element)) }
            return PlanNode(.list(list), at: place)
        case .object:
            var members = PlanMembers()
            for member in value.members {
                try members.add(try node(member.nameValue), try node(member.value), &faults)
            }
            return PlanNode(.map(members.list), at: place)
        }
    }
}
