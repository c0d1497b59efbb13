internal import CCurl
internal import CPlatform
internal import CodeArtsDeployModel

/// One easy handle with its kept-alive connection. Used by one thread at a time.
final class CurlHandle {
    private let library: UnsafePointer<curl_library>
    private let easy: UnsafeMutableRawPointer
    private let exchange: CurlExchange
    private let settings: CurlSettings
    private let reason: UnsafeMutablePointer<CChar>
    /// The header lines that every request has, as libcurl's list.
    private let fixedHeaders: UnsafeMutablePointer<curl_slist>?

    convenience init(library: UnsafePointer<curl_library>, _ settings: CurlSettings) throws(TransportFailure) {
        guard let easy = curl_open(library) else {
            throw TransportFailure(.internal, "libcurl could not make a handle", wasWritten: false)
        }
        self.init(library: library, easy: easy, settings)
        do throws(CurlOptions.Missing) {
            let options = CurlOptions(library: library, easy: easy)
            try settings.apply(to: options)
            try options.set(CURLOPT_ERRORBUFFER, buffer: reason)
            try exchange.attach(to: options)
        } catch {
            throw TransportFailure(
                .unsupported, "libcurl \(String(cString: curl_library_version(library))) lacks option \(error.option)",
                wasWritten: false)
        }
    }

    private init(library: UnsafePointer<curl_library>, easy: UnsafeMutableRawPointer, _ settings: CurlSettings) {
        self.library = library
        self.easy = easy
        self.settings = settings
        exchange = CurlExchange(limit: settings.maximumResponseBytes)
        reason = .allocate(capacity: Int(CURL_ERROR_SIZE))
        reason.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        // Without "Expect:" libcurl would wait up to a second for a server's permission to send a large body.
        let headers: [StaticString] = ["Accept: application/json", "Expect:"]
        fixedHeaders = headers.reduce(nil) { list, line in
            line.withUTF8Buffer {
                curl_list_append(library, list, UnsafeRawPointer($0.baseAddress)?.assumingMemoryBound(to: CChar.self))
            }
        }
    }

    deinit {
        // TLS says goodbye, perhaps to somebody who has gone.
        let guarded = platform_sigpipe_hold()
        defer { platform_sigpipe_release(guarded) }
        curl_close(library, easy)
        curl_list_free(library, fixedHeaders)
        reason.deallocate()
    }

    func perform(_ request: HTTPRequest) -> Result<HTTPReply, TransportFailure> {
        exchange.begin(request.wire.body)
        defer { exchange.end() }
        reason.pointee = 0
        let code: CURLcode
        do throws(CurlOptions.Missing) {
            code = try run(request)
        } catch {
            return .failure(TransportFailure(.unsupported, "libcurl refused option \(error.option)", wasWritten: false))
        }
        let status = curl_get_long(library, easy, CURLINFO_RESPONSE_CODE)
        guard code == CURLE_OK else { return .failure(failure(code, httpStatus: status, timeoutMS: request.timeoutMS)) }
        return .success(exchange.reply(httpStatus: status))
    }

    private func run(_ request: HTTPRequest) throws(CurlOptions.Missing) -> CURLcode {
        let options = CurlOptions(library: library, easy: easy)
        try options.set(CURLOPT_URL, request.wire.url)
        try options.set(CURLOPT_TIMEOUT_MS, request.timeoutMS)
        try options.set(method: request.wire.method, bodyCount: request.wire.body.count)
        try settings.route(options, isLocal: request.isLocal)
        return try withHeaders(request.wire.headers.all) { list throws(CurlOptions.Missing) in
            try options.set(CURLOPT_HTTPHEADER, list: list)
            defer { curl_set_list(library, easy, CURLOPT_HTTPHEADER, nil) }
            return curl_perform(library, easy)
        }
    }

    /// The request's own lines are put in front of the fixed ones where they lie: libcurl makes no copy of a list.
    private func withHeaders<Result, Failure>(
        _ lines: [RequestHeader], _ work: (UnsafeMutablePointer<curl_slist>?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let nodes = UnsafeMutablePointer<curl_slist>.allocate(capacity: max(lines.count, 1))
        defer { nodes.deallocate() }
        for (index, line) in lines.enumerated() {
            let next = index + 1 < lines.count ? nodes + index + 1 : fixedHeaders
            (nodes + index).initialize(to: curl_slist(data: line.line.cString, next: next))
        }
        defer { withExtendedLifetime(lines) {} }
        return try work(lines.isEmpty ? fixedHeaders : nodes)
    }

    private func failure(_ code: CURLcode, httpStatus: Int, timeoutMS: Int) -> TransportFailure {
        let words = String(cString: reason.pointee == 0 ? curl_reason(library, code) : UnsafePointer(reason))
        let proxyRefused = curl_get_long(library, easy, CURLINFO_HTTP_CONNECTCODE) >= 300
        let headerBytes = proxyRefused ? 0 : curl_get_long(library, easy, CURLINFO_REQUEST_SIZE)
        return CurlFailure(
            code: code, reason: words, bodyWasRead: exchange.bodyWasRead, headersWereWritten: headerBytes > 0,
            isTooLarge: exchange.isTooLarge, limit: exchange.limit,
            connectingHadLess: settings.connectTimeoutMS <= timeoutMS
        ).translated(httpStatus: proxyRefused || httpStatus <= 0 ? nil : httpStatus, requestID: exchange.requestID)
    }
}
