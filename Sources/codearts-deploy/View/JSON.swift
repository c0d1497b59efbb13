import CPlatform
import CodeArtsDeployModel

/// A JSON value, indented for people.
struct PrettyJSON {
    private(set) var bytes: [UInt8] = []

    init(_ value: JSONValue) {
        write(value, indent: 0)
    }

    private mutating func write(_ value: JSONValue, indent: Int) {
        switch value.kind {
        case .object: list("{", "}", value.members.map { ($0.nameValue.raw, $0.value) }, indent)
        case .array: list("[", "]", value.elements.map { (nil, $0) }, indent)
        default: bytes += value.raw
        }
    }

    private mutating func list(
        _ open: String, _ close: String, _ parts: [(name: ArraySlice<UInt8>?, value: JSONValue)], _ indent: Int
    ) {
        bytes += open.utf8
        for (index, part) in parts.enumerated() {
            bytes += (index == 0 ? "\n" : ",\n").utf8
            margin(indent + 1)
            if let name = part.name { bytes += name + Array(": ".utf8) }
            write(part.value, indent: indent + 1)
        }
        if !parts.isEmpty {
            bytes.append(UInt8(ascii: "\n"))
            margin(indent)
        }
        bytes += close.utf8
    }

    private mutating func margin(_ indent: Int) {
        bytes += repeatElement(UInt8(ascii: " "), count: indent * 2)
    }
}

/// A JSON object, with the members that a closure writes.
func jsonObject(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter()
    json.object(members)
    return json.bytes
}

extension JSONWriter {
    /// The time of an event of the program's own.
    mutating func timeOfEvent() {
        member("time", RFC3339.text(unixMS: platform_unix_ms()))
    }
}
