internal import CCurl
internal import CodeArtsDeployModel

/// The buffers of one exchange: the body on its way out, the answer on its way in. libcurl's callbacks work on it.
final class CurlExchange {
    let limit: Int
    private(set) var requestID: String?
    private(set) var isTooLarge = false
    /// Whether libcurl took any of the body: from then on the service may have it.
    private(set) var bodyWasRead = false
    private var body: [UInt8] = []
    private var bodyOffset = 0
    private var answer: [UInt8] = []
    private(set) var retryAfter: String?
    private var date: String?
    private var subjectToken: Secret?

    init(limit: Int) {
        self.limit = limit
    }

    /// The body goes through a read function and there is no seek function. That is the point of it: when a kept-alive
    /// connection dies, libcurl would send the request again by itself and report one clean success. Without a way to
    /// rewind the body it fails instead (error 65), in every version.
    func attach(to options: CurlOptions) throws(CurlOptions.Missing) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try options.set(CURLOPT_READFUNCTION) { CurlExchange.at($3)?.read(into: $0, atMost: $1 * $2) ?? 0 }
        try options.set(CURLOPT_WRITEFUNCTION) { CurlExchange.at($3)?.receive($0, $1 * $2) ?? 0 }
        try options.set(CURLOPT_HEADERFUNCTION) { CurlExchange.at($3)?.receiveHeader($0, $1 * $2) ?? 0 }
        for option in [CURLOPT_READDATA, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA] {
            try options.set(option, context: context)
        }
    }

    func begin(_ body: [UInt8]) {
        self.body = body
        bodyOffset = 0
        bodyWasRead = false
        isTooLarge = false
        forgetHeaders()
        answer.removeAll(keepingCapacity: answer.capacity <= 65_536)
    }

    /// Lets go of the body, so that its owner can wipe it.
    func end() {
        body = []
    }

    /// Hands the answer over, so that whoever takes it is its only owner and can wipe it.
    func reply(httpStatus: Int) -> HTTPReply {
        let body = answer
        answer = []
        let service = ServiceReply(httpStatus: httpStatus, body: body, requestID: requestID, retryAfter: retryAfter)
        return HTTPReply(service, date: date, subjectToken: subjectToken)
    }

    // MARK: Callbacks

    private static func at(_ context: UnsafeMutableRawPointer?) -> CurlExchange? {
        context.map { Unmanaged<CurlExchange>.fromOpaque($0).takeUnretainedValue() }
    }

    private func read(into target: UnsafeMutablePointer<CChar>?, atMost room: Int) -> Int {
        bodyWasRead = true
        let count = min(room, body.count - bodyOffset)
        guard let target, count > 0 else { return 0 }
        body.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(start: target, count: count).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[bodyOffset..<(bodyOffset + count)]))
        }
        bodyOffset += count
        return count
    }

    /// Answering less than was given makes libcurl end the transfer.
    private func receive(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard answer.count + count <= limit else {
            isTooLarge = true
            return 0
        }
        answer.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    private func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        let line = UnsafeRawBufferPointer(start: bytes, count: count)
        // Most lines are none of those that count, and their first letter says so.
        switch (line.first ?? 0) | 0x20 {
        case UInt8(ascii: "h") where HeaderLine.isStatus(line):
            // An interim answer (1xx) came before this one: its headers do not count.
            forgetHeaders()
        case UInt8(ascii: "d"): if let value = HeaderLine.value(of: "date", in: line) { date = value }
        case UInt8(ascii: "r"): if let value = HeaderLine.value(of: "retry-after", in: line) { retryAfter = value }
        case UInt8(ascii: "x"):
            if let value = HeaderLine.value(of: "x-request-id", in: line) {
                requestID = value
            } else if let token = HeaderLine.secret(of: "x-subject-token", in: line) {
                subjectToken = token
            }
        default: break
        }
        return count
    }

    private func forgetHeaders() {
        requestID = nil
        retryAfter = nil
        date = nil
        subjectToken = nil
    }
}
