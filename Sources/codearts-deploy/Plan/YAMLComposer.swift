import CodeArtsDeployModel

/// A YAML composer: makes the tree of a plan from events. Aliases and merge keys are resolved; nothing else is: a value
/// stays the text that it was.
struct YAMLComposer {
    private static let maxDepth = 64
    /// So that a few lines of aliases to aliases cannot fill the memory.
    private static let maxNodes = 200_000
    private static let nulls = ["", "~", "null", "Null", "NULL"]

    private let events: YAMLEvents
    private var anchors: [String: PlanNode] = [:]
    private var nodes = 0
    /// Of keys that are given twice: reading goes on after them.
    private(set) var faults: [Violation] = []

    init(_ text: [UInt8]) {
        events = YAMLEvents(text)
    }

    /// The only document.
    mutating func compose() throws(PlanFault) -> PlanNode {
        guard case .document = try events.next().kind else {
            throw PlanFault(.json, "It is empty.", at: TextPosition(line: 1, column: 1))
        }
        let root = try node(try events.next(), depth: 0)
        let after = try events.next()
        guard case .streamEnd = after.kind else {
            throw PlanFault(.json, "A second document begins; a plan is one.", at: after.position)
        }
        return root
    }

    private mutating func node(_ event: YAMLEvents.Event, depth: Int) throws(PlanFault) -> PlanNode {
        guard depth < Self.maxDepth else {
            throw PlanFault(.depth, "It is nested too deeply.", at: event.position)
        }
        let made: PlanNode
        switch event.kind {
        case .alias(let name):
            guard let known = anchors[name] else {
                throw PlanFault(.json, "No anchor &\(name) stands before this.", at: event.position)
            }
            try count(known.size, at: event.position)
            return known
        case .list: made = PlanNode(.list(try list(depth: depth)), at: event.position)
        case .map: made = PlanNode(.map(try map(depth: depth)), at: event.position)
        case .scalar(let text, let isPlain):
            let isNull = isPlain && Self.nulls.contains(text)
            made = PlanNode(isNull ? .null : .text(text, isPlain: isPlain), at: event.position)
        case .document, .end, .streamEnd:
            throw PlanFault(.json, "Something is missing before this.", at: event.position)
        }
        try count(1, at: event.position)
        try check(event.tag, at: event.position)
        if let anchor = event.anchor { anchors[anchor] = made }
        return made
    }

    private mutating func count(_ more: Int, at position: TextPosition) throws(PlanFault) {
        nodes += more
        guard nodes <= Self.maxNodes else {
            throw PlanFault(.json, "It has more than \(Self.maxNodes) values, those of aliases included.", at: position)
        }
    }

    /// `!!str` says what holds anyway; any other would change a value.
    private func check(_ tag: String?, at position: TextPosition) throws(PlanFault) {
        guard let tag, !["!", "str", "map", "seq"].contains(where: { tag == $0 || tag == "tag:yaml.org,2002:\($0)" })
        else {
            return
        }
        throw PlanFault(.json, "The tag \(tag) means nothing in a plan.", at: position)
    }

    private mutating func list(depth: Int) throws(PlanFault) -> [PlanNode] {
        var list: [PlanNode] = []
        while true {
            let event = try events.next()
            if case .end = event.kind { return list }
            list.append(try node(event, depth: depth + 1))
        }
    }

    private mutating func map(depth: Int) throws(PlanFault) -> [(key: PlanNode, value: PlanNode)] {
        var members = PlanMembers()
        var merged: [PlanNode] = []
        while true {
            let event = try events.next()
            if case .end = event.kind { break }
            let key = try node(event, depth: depth + 1)
            let value = try node(try events.next(), depth: depth + 1)
            if case .text("<<", isPlain: true) = key.content {
                merged.append(contentsOf: try sources(of: value))
            } else {
                try members.add(key, value, &faults)
            }
        }
        for source in merged { members.merge(source) }
        return members.list
    }

    /// The mappings that a merge key names.
    private func sources(of value: PlanNode) throws(PlanFault) -> [PlanNode] {
        let nodes: [PlanNode] = if case .list(let list) = value.content { list } else { [value] }
        for node in nodes {
            guard case .map = node.content else {
                throw PlanFault(.json, "<< takes a mapping, or a list of them.", at: value.position)
            }
        }
        return nodes
    }
}
