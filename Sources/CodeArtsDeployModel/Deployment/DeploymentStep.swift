/// One step of a deployment, as far as the service tells of it.
public struct DeploymentStep: Sendable {
    public let name: String?
    public let id: String?
    public let state: DeploymentState?
    /// The service's own JSON: a number or a text.
    public let elapsedTime: [UInt8]?

    /// - Parameter value: an object, or a text such as `initial: succeeded`.
    init?(reading value: JSONValue) {
        if let text = value.stringBytes {
            let isColon = { (byte: UInt8) in byte == UInt8(ascii: ":") }
            let both = text.drop(while: isColon)
            let first = both.prefix { !isColon($0) }
            let second = both.dropFirst(first.count + 1)
            name = first.isEmpty ? nil : String(decoding: first, as: UTF8.self)
            state =
                second.isEmpty
                ? nil : DeploymentState(String(decoding: second.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self))
            id = nil
            elapsedTime = nil
        } else {
            guard value.kind == .object else { return nil }
            name = value["name"]?.string
            id = value["id"]?.string
            state = (value["state"]?.string ?? value["status"]?.string).map { DeploymentState($0) }
            elapsedTime = value["elapsed_time"].map { Array($0.raw) }
        }
    }

    /// `{"name","id","state","elapsed_time"}`, without what is not known.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("name", ifKnown: name)
        json.member("id", ifKnown: id)
        json.member("state", ifKnown: state?.word)
        if let elapsedTime {
            json.name("elapsed_time")
            json.raw(elapsedTime)
        }
        json.endObject()
    }
}
