/// A generator of JSON Schema 2020-12 for requests and replies, and of OpenAPI 3.1 for all of them.
///
/// Most of it is text that is there already, so it is put together from bytes; a test reads every document back. The
/// summaries in the table hold no character that JSON would have to escape, which the same test sees.
public struct Schema {
    var bytes: [UInt8] = []
    /// Whether what travels over HTTP is described, instead of what this library takes and gives.
    let isWire: Bool

    /// `{"operation","summary","page","method","path","request","response"}`.
    public static func document(of operation: Operation) -> [UInt8] {
        var schema = Schema(isWire: false)
        schema.put("{\"operation\":\"", operation.name, "\",")
        schema.description(of: operation)
        if operation.isDescribedCall {
            schema.put("\"method\":\"", operation.method, "\",")
            schema.put("\"path\":\"", operation.path, "\",")
        }
        schema.requestAndResponse(of: operation)
        schema.put("}")
        return schema.bytes
    }

    /// The summary and the page, each followed by a comma.
    mutating func description(of operation: Operation) {
        put("\"summary\":\"", operation.summary, "\",")
        if let page = operation.page {
            put("\"page\":\"")
            bytes += Array(page.utf8)
            put("\",")
        }
    }

    mutating func requestAndResponse(of operation: Operation) {
        put("\"request\":{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",")
        object(operation.request)
        put("},\"response\":{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",")
        reply(operation)
        put("}")
    }

    @inline(never)
    mutating func put(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    @inline(never)
    mutating func put(_ before: StaticString, _ text: StaticString, _ after: StaticString) {
        put(before)
        put(text)
        put(after)
    }

    @inline(never)
    mutating func put(_ name: StaticString, _ number: Int) {
        put(name)
        bytes += Array(String(number).utf8)
    }

    /// Takes back a comma after which nothing came.
    mutating func endList() {
        if bytes.last == UInt8(ascii: ",") { bytes.removeLast() }
    }
}
