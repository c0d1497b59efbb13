extension ReleasePlan {
    /// The request of `deploy` for one item: its own members, and what the release gives all that have none. May hold
    /// `encrypt` values.
    @_optimize(size)
    package func request(of item: ReleaseItem) -> JSONValue? {
        var json = JSONWriter(reserving: item.value.raw.count + 256)
        json.beginObject()
        for field in Operation.itemOfMany.fields {
            guard let value = item.value[field.name] ?? request[field.name] else { continue }
            json.name(field.name)
            json.raw(value.raw)
        }
        if (item.value["log"] ?? request["log"]) == nil { json.member("log", false) }
        json.member("on_unknown", ifKnown: request["on_unknown"]?.string)
        json.endObject()
        return (try? JSONDocument(parsing: json.bytes))?.root
    }
}
