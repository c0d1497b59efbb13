public import CodeArtsDeployModel

/// A request as it goes on the wire, and the only thing that is ever signed.
///
/// The URL is one text. The header Host, the path and the query that are signed are parts of it, so that nothing can be
/// signed that is not sent.
public struct WireRequest: Sendable {
    /// In capitals.
    public let method: String
    public let url: String
    public internal(set) var headers: RequestHeaders
    /// May hold secrets: whoever made it wipes it when the last copy of this request is gone.
    public let body: [UInt8]
    /// Where in the UTF-8 of `url` they stand.
    private let path: Range<Int>
    private let query: Range<Int>

    /// - Parameters:
    ///   - url: `https://host[:port]/path`, escaped as it is to be sent, without query and fragment.
    ///   - query: sorted, escaped and appended to the URL here.
    ///   - headers: all that are to be signed, but Host.
    public init(
        method: String, url: String, query: [QueryItem] = [], headers: RequestHeaders = RequestHeaders(),
        body: [UInt8] = []
    ) throws(DeployError) {
        var text = Array(url.utf8)
        let host = Self.host(in: text)
        let letters = Array(method.utf8)
        let faults = Self.faults(inMethod: letters) + Self.faults(inURL: text, host: host)
        if !faults.isEmpty { throw DeployError(.validation, violations: faults, of: "The request") }

        self.method = String(decoding: letters.map { $0 & ~0x20 }, as: UTF8.self)
        self.headers = headers
        self.headers.set(RequestHeader(prefix: "Host: ", checked: Array(text[host])))
        self.body = body
        path = host.upperBound..<text.count
        if query.isEmpty {
            self.query = text.count..<text.count
            self.url = url
        } else {
            text.append(UInt8(ascii: "?"))
            let start = text.count
            text += QueryItem.text(of: query)
            self.query = start..<text.count
            self.url = String(decoding: text, as: UTF8.self)
        }
    }

    /// A GET that is not signed, of a URL that somebody else has written: it is sent as it is.
    init(unsigned url: [UInt8], _ headers: [RequestHeader]) throws(DeployError) {
        let host = Self.host(in: url)
        guard url.allSatisfy({ Self.isURLByte($0) || $0 == UInt8(ascii: "?") }) else {
            throw DeployError(.validation, violations: Self.faults(inURL: url, host: 0..<0), of: "The request")
        }
        method = "GET"
        self.url = String(decoding: url, as: UTF8.self)
        self.headers = RequestHeaders(headers)
        self.headers.set(RequestHeader(prefix: "Host: ", checked: Array(url[host])))
        body = []
        path = host.upperBound..<url.count
        query = url.count..<url.count
    }

    /// A request of a client, whose base was checked when the client was made.
    ///
    /// - Parameters:
    ///   - path: follows the base's URL; escaped as it is to be sent.
    ///   - headers: the base's, and all others that are to be signed.
    init(
        _ method: StaticString, at base: RequestBase, path: String, query: [QueryItem], headers: RequestHeaders,
        body: [UInt8]
    ) throws(DeployError) {
        self.method = method.text
        self.headers = headers
        self.body = body
        var url: [UInt8] = []
        url.reserveCapacity(base.url.count + path.utf8.count + 1)
        url += base.url
        url.append(path)
        self.path = base.host.upperBound..<url.count
        guard !base.host.isEmpty, base.host.upperBound < url.count, url[self.path].allSatisfy(Self.isURLByte) else {
            throw DeployError(.validation, violations: Self.faults(inURL: url, host: 0..<0), of: "The request")
        }
        if !query.isEmpty {
            url.append(UInt8(ascii: "?"))
            url += QueryItem.text(of: query)
        }
        self.query = query.isEmpty ? url.count..<url.count : self.path.upperBound + 1..<url.count
        self.url = String(decoding: url, as: UTF8.self)
    }

    /// It is https:// or http://, since its host was found after one of them.
    var isEncrypted: Bool { with(4..<5) { $0.first == UInt8(ascii: "s") } }

    /// The path where it lies in the URL, for as long as the work runs.
    func withPath<Result>(_ work: (UnsafeRawBufferPointer) -> Result) -> Result { with(path, work) }

    /// The same with what follows the question mark; nothing where there is none.
    func withQuery<Result>(_ work: (UnsafeRawBufferPointer) -> Result) -> Result { with(query, work) }

    private func with<Result>(_ part: Range<Int>, _ work: (UnsafeRawBufferPointer) -> Result) -> Result {
        var url = url
        return url.withUTF8 { work(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: $0[part]))) }
    }

    // MARK: Reading a URL

    /// Host and port, between `//` and the next slash; empty where there is none.
    static func host(in url: [UInt8]) -> Range<Int> {
        let schemes: [StaticString] = ["https://", "http://"]
        for scheme in schemes where scheme.matches(url.prefix(scheme.utf8CodeUnitCount)) {
            let start = scheme.utf8CodeUnitCount
            return start..<(url[start...].firstIndex(of: UInt8(ascii: "/")) ?? url.count)
        }
        return 0..<0
    }

    private static func faults(inMethod method: [UInt8]) -> [Violation] {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        if !method.isEmpty, method.allSatisfy({ letters.contains($0 | 0x20) }) { return [] }
        return [Violation(path: "method", rule: .pattern, message: "A method is made of letters, POST.")]
    }

    private static func faults(inURL url: [UInt8], host: Range<Int>) -> [Violation] {
        if !host.isEmpty, host.upperBound < url.count, !url[host].contains(UInt8(ascii: "@")),
            url.allSatisfy(isURLByte)
        {
            return []
        }
        let message = "A URL is https://host/path, without query and fragment, everything unusual escaped."
        return [Violation(path: "url", rule: .pattern, message: message)]
    }

    private static func isURLByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#")
    }
}
