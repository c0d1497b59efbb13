import CodeArtsDeploy
import CodeArtsDeployModel
import NIOCore
import NIOHTTP1

/// The newest requests as they came, byte for byte but for what is secret in them.
struct RecentRequests {
    /// How many are kept.
    static let capacity = 256
    /// A longer body is not kept.
    private static let largestBody = 1 << 16

    private struct Recent {
        private(set) var request: Request
        let entry: RequestLog.Entry
        let bodyBytes: Int
        let isWhole: Bool

        init(request: Request, entry: RequestLog.Entry) {
            self.request = request
            self.entry = entry
            bodyBytes = request.body.count
            isWhole = bodyBytes <= RecentRequests.largestBody && !request.bodyIsTooLarge
            if !isWhole { self.request.body = [] }
        }
    }

    private var newest = CircularBuffer<Recent>()

    mutating func add(_ request: Request, _ entry: RequestLog.Entry) {
        if newest.count == Self.capacity { newest.removeFirst() }
        newest.append(Recent(request: request, entry: entry))
    }

    /// - Parameter count: At most so many, the newest last.
    func write(last count: Int, to json: inout JSONWriter) {
        json.beginObject()
        json.member("requests", each: newest.suffix(count)) { json, recent in
            json.object { Self.write(recent, to: &$0) }
        }
        json.endObject()
    }

    private static func write(_ recent: Recent, to json: inout JSONWriter) {
        let request = recent.request
        json.member("method", request.method.rawValue)
        json.member("path", recent.entry.path)
        json.member("query", String(request.target.dropFirst(request.path.utf8.count + 1)))
        json.member("headers", each: request.headers) { json, header in
            json.beginArray()
            json.string(header.name)
            json.string(masked(header))
            json.endArray()
        }
        json.member("body", orNull: recent.isWhole ? maskedBody(request) : nil)
        json.member("body_bytes", recent.bodyBytes)
        json.member("body_sha256", orNull: recent.isWhole ? digest(request.body) : nil)
        json.member("fault", orNull: recent.entry.fault)
        json.member("http_status", recent.entry.httpStatus)
    }

    private static func digest(_ bytes: [UInt8]) -> String {
        var digits: [UInt8] = []
        SHA256.digest(of: bytes).appendHexadecimal(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }

    /// A header's value without the secret in it.
    private static func masked(_ header: (name: String, value: String)) -> String {
        switch header.name.lowercased() {
        case "x-auth-token", "x-security-token", "cookie", "proxy-authorization", "x-metadata-token": return "***"
        case "authorization":
            guard let signature = header.value.firstRange(of: "Signature=") else { return "***" }
            return header.value[..<signature.upperBound] + "***"
        default: return header.value
        }
    }

    /// The body without private values; nil where it is no text, or one whose secrets are not known.
    private static func maskedBody(_ request: Request) -> String? {
        guard !request.body.isEmpty else { return "" }
        guard Part(path: request.path) == .service, let root = try? JSONDocument(parsing: request.body).root else {
            return nil
        }
        var text = request.body
        let parameters = root["params"].map { Array($0.elements) } ?? []
        for parameter in parameters.reversed() where parameter["type"]?.string == "encrypt" {
            guard let value = parameter["value"]?.raw else { continue }
            text.replaceSubrange(value.startIndex..<value.endIndex, with: #""***""#.utf8)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
