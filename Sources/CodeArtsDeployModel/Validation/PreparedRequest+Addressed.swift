extension PreparedRequest {
    /// The value of a field in the path or the query: what the request is sent to. What the body names may be something
    /// else under the same name.
    package func addressed(_ name: StaticString) -> String? {
        inPath(name) ?? query.first { $0.name == name.text }?.value
    }

    /// Path and template have the same parts between slashes.
    private func inPath(_ name: StaticString) -> String? {
        let place = Array("{\(name.text)}".utf8)
        let parts = Array(path.utf8)[...].parts(between: UInt8(ascii: "/"))
        let template = Array(operation.path.text.utf8)[...].parts(between: UInt8(ascii: "/"))
        for (index, part) in template.enumerated() where index < parts.count && part.elementsEqual(place) {
            return String(decoding: parts[index], as: UTF8.self)
        }
        return nil
    }
}
