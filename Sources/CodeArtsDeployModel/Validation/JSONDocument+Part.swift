extension JSONDocument {
    /// The members that another operation has too, as a request for it. May hold `encrypt` values.
    public func part(for operation: Operation) -> [UInt8] {
        var json = JSONWriter(reserving: bytes.count)
        json.beginObject()
        for member in root.members where operation.request.index(of: member.nameValue.index, in: self) != nil {
            json.rawName(member.nameValue.raw)
            json.raw(member.value.raw)
        }
        json.endObject()
        return json.bytes
    }
}
