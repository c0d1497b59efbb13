import CodeArtsDeployModel

extension JSONWriter {
    /// A member that is there in any case.
    mutating func member(_ name: StaticString, orNull value: String?) {
        self.name(name)
        if let value { string(value) } else { raw("null".utf8) }
    }
}
