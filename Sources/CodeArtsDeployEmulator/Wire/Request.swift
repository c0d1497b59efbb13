import NIOHTTP1

/// One request, read whole.
struct Request {
    /// The longest body that the service takes: 12 MB.
    static let maxBody = 12 << 20

    let method: HTTPMethod
    /// Path and query, as they came.
    let target: String
    let headers: HTTPHeaders
    /// Empty where it was too large.
    var body: [UInt8]
    let bodyIsTooLarge: Bool
    /// By which the reply, and an error in it, names this request.
    let id: String

    /// As it came.
    var path: Substring { target.prefix { $0 != "?" } }

    /// Without its escapes.
    var query: Query { Query(target.dropFirst(path.count + 1)) }

    /// Whether the body is declared to be JSON; a `charset` may follow.
    var isJSON: Bool {
        let types = headers["Content-Type"]
        guard types.count == 1, let type = types.first?.split(separator: ";", omittingEmptySubsequences: false).first
        else { return false }
        return type.lowercased().split(separator: " ") == ["application/json"]
    }
}
