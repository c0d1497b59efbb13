import CodeArtsDeployModel

/// A syntax tree of a plan, whether it was written in YAML or in JSON: texts as they stand there, and their places.
struct PlanNode {
    indirect enum Content {
        /// A text. A plain one stands without quotes: only such a one can be a number or true or false.
        case text(String, isPlain: Bool)
        case list([PlanNode])
        case map([(key: PlanNode, value: PlanNode)])
        /// `~`, `null`, or nothing at all.
        case null
    }

    let content: Content
    let position: TextPosition
    /// The number of nodes in it, those of aliases included.
    let size: Int

    init(_ content: Content, at position: TextPosition) {
        self.content = content
        self.position = position
        size =
            switch content {
            case .text, .null: 1
            case .list(let nodes): nodes.reduce(1) { $0 + $1.size }
            case .map(let members): members.reduce(1) { $0 + $1.key.size + $1.value.size }
            }
    }

    var text: String? {
        guard case .text(let text, _) = content else { return nil }
        return text
    }

    /// Of a list; none where it is no list.
    var elements: [PlanNode] {
        guard case .list(let list) = content else { return [] }
        return list
    }

    /// With its article, as error messages name it.
    var kind: String {
        switch content {
        case .text(_, let isPlain): isPlain ? "a plain value" : "a text"
        case .list: "a list"
        case .map: "a mapping"
        case .null: "empty"
        }
    }
}
