import CYaml
import CodeArtsDeployModel

/// A YAML event reader: libyaml's parser over a whole text.
final class YAMLEvents {
    struct Event {
        enum Kind {
            case document, scalar(String, isPlain: Bool), list, map, alias(String), end, streamEnd
        }

        let kind: Kind
        let anchor: String?
        let tag: String?
        let position: TextPosition
    }

    private let bytes: [UInt8]
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private var lines: LineTable

    /// - Parameter bytes: UTF-8. The parser refers to a copy of them that does not move.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        input = .allocate(capacity: max(1, bytes.count))
        _ = input.initialize(from: bytes)
        lines = LineTable(bytes)
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event that matters; the ends of documents and the beginning of the stream do not.
    func next() throws(PlanFault) -> Event {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw fault }
            defer { yaml_event_delete(&event) }
            if let known = read(event) { return known }
        }
    }

    private func read(_ event: yaml_event_t) -> Event? {
        let place = lines.position(offset: offset(event.start_mark))
        let made = { (kind: Event.Kind, anchor: UnsafeMutablePointer<UInt8>?, tag: UnsafeMutablePointer<UInt8>?) in
            Event(kind: kind, anchor: Self.text(anchor), tag: Self.text(tag), position: place)
        }
        switch event.type {
        case YAML_STREAM_END_EVENT: return made(.streamEnd, nil, nil)
        case YAML_DOCUMENT_START_EVENT: return made(.document, nil, nil)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return made(.end, nil, nil)
        case YAML_ALIAS_EVENT: return made(.alias(Self.text(event.data.alias.anchor) ?? ""), nil, nil)
        case YAML_SEQUENCE_START_EVENT:
            return made(.list, event.data.sequence_start.anchor, event.data.sequence_start.tag)
        case YAML_MAPPING_START_EVENT:
            return made(.map, event.data.mapping_start.anchor, event.data.mapping_start.tag)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.tag == nil
            return made(.scalar(text, isPlain: isPlain), scalar.anchor, scalar.tag)
        default: return nil
        }
    }

    private var fault: PlanFault {
        let offset = offset(parser.pointee.problem_mark)
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "it cannot be read"
        let context = parser.pointee.context.map { ", \(String(cString: $0))" } ?? ""
        let isTab = bytes.indices.contains(offset) && bytes[offset] == UInt8(ascii: "\t")
        let advice = isTab ? " There is a tab; YAML is indented with spaces." : ""
        return PlanFault(.json, "This is no YAML: \(problem)\(context).\(advice)", at: lines.position(offset: offset))
    }

    /// libyaml counts characters.
    private func offset(_ mark: yaml_mark_t) -> Int {
        lines.offset(line: Int(mark.line), character: Int(mark.column))
    }

    private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
        pointer.map { String(decodingCString: $0, as: UTF8.self) }
    }
}
