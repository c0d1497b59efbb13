import CodeArtsDeployModel

/// A member of a request, with its key in the plan and its place there.
struct PlannedMember {
    let key: String
    let name: StaticString
    /// The value.
    let json: [UInt8]
    /// nil if it is an option of the command line.
    let position: TextPosition?
    /// Of the elements of a list.
    var elements: [TextPosition] = []

    func write(to json: inout JSONWriter) {
        json.name(name)
        json.raw(self.json)
    }
}

extension PlannedMember {
    /// A JSON text.
    static func quoted(_ text: String) -> [UInt8] {
        var json = JSONWriter()
        json.string(text)
        return json.bytes
    }

    /// A count as a number, and anything else, such as `10%`, as a text.
    static func share(_ text: String) -> [UInt8] {
        Int(signed: Array(text.utf8)[...]).map { Array(String($0).utf8) } ?? quoted(text)
    }
}
