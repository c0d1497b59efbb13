import CodeArtsDeployModel

/// One HTTP reply as it came.
struct RawReply {
    let head: String
    var body: [UInt8] = []

    init(head: String) {
        self.head = head
    }

    var status: Int { Int(head.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0 }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// A header's value.
    subscript(name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return String(parts[1].drop { $0 == " " })
            }
        }
        return nil
    }

    func json() throws -> JSONValue {
        try JSONDocument(parsing: body).root
    }
}
