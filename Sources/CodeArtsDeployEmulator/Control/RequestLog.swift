import CodeArtsDeployModel
import NIOCore
import NIOHTTP1

/// A log of the requests in the order in which they arrived, with their results. Only the newest are kept.
struct RequestLog {
    private static let capacity = 100_000

    /// One request. Of its credential only the kind is kept, and the name of the key.
    final class Entry {
        let method: String
        let path: String
        let authorization: String
        let accessKey: String?
        /// Zero until an answer goes out; it stays so where none does.
        var httpStatus = 0
        /// The fault that struck it.
        var fault: String?

        fileprivate init(_ head: HTTPRequestHead) {
            method = head.method.rawValue
            path = String(head.path)
            let isSigned = SignedAuthorization.isClaimed(in: head.headers)
            authorization = isSigned ? "key" : head.headers.contains(name: "X-Auth-Token") ? "token" : "none"
            accessKey = SignedAuthorization(head.headers)?.accessKey
        }
    }

    private var entries = CircularBuffer<Entry>()

    mutating func add(_ head: HTTPRequestHead) -> Entry {
        let entry = Entry(head)
        if entries.count == Self.capacity { entries.removeFirst() }
        entries.append(entry)
        return entry
    }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("requests")
        json.beginArray()
        for entry in entries {
            json.beginObject()
            json.member("method", entry.method)
            json.member("path", entry.path)
            json.member("authorization", entry.authorization)
            json.member("access_key", orNull: entry.accessKey)
            json.member("http_status", entry.httpStatus)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

extension HTTPRequestHead {
    /// As it came, without the query.
    var path: Substring { uri.prefix { $0 != "?" } }
}
