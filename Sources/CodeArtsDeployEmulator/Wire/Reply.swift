import NIOHTTP1

/// One answer, ready to leave.
struct Reply {
    var status: Int
    var contentType = "application/json"
    /// Beside those of every reply.
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    /// The head as it goes out.
    ///
    /// - Parameter length: The `Content-Length`; nil: that of the whole body.
    func head(requestID: String, length: Int? = nil, keepAlive: Bool, date: Timestamp) -> HTTPResponseHead {
        var fields: HTTPHeaders = [
            "Content-Type": contentType, "Content-Length": String(length ?? body.count), "X-Request-Id": requestID,
            "Date": date.httpDate,
        ]
        for header in headers { fields.add(name: header.name, value: header.value) }
        if !keepAlive { fields.add(name: "Connection", value: "close") }
        return HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
    }

    /// The same JSON object, made longer by spaces before its last bracket.
    func padded(to size: Int) -> Reply {
        guard size > body.count, let bracket = body.last else { return self }
        var padded = self
        padded.body.removeLast()
        padded.body.append(contentsOf: repeatElement(UInt8(ascii: " "), count: size - body.count))
        padded.body.append(bracket)
        return padded
    }
}
