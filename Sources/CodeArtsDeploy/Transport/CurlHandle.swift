internal import CCurl
internal import CPlatform
internal import CodeArtsDeployModel

/// One easy handle with its kept-alive connection. Used by one thread at a time.
final class CurlHandle {
    private let library: UnsafePointer<curl_library>
    private let easy: UnsafeMutableRawPointer
    private let exchange: CurlExchange
    private let connectTimeoutMS: Int
    private let reason: UnsafeMutablePointer<CChar>
    /// The header lines that every request has, as libcurl's list.
    private let fixedHeaders: UnsafeMutablePointer<curl_slist>?

    init(library: UnsafePointer<curl_library>, _ settings: CurlSettings) throws(TransportFailure) {
        guard let easy = curl_open(library), let memory = platform_allocate(Int(CURL_ERROR_SIZE)) else {
            throw TransportFailure(.internal, "libcurl could not make a handle", wasWritten: false)
        }
        self.library = library
        self.easy = easy
        connectTimeoutMS = settings.connectTimeoutMS
        reason = memory.bindMemory(to: CChar.self, capacity: Int(CURL_ERROR_SIZE))
        exchange = CurlExchange(limit: settings.maximumResponseBytes)
        // Without "Expect:" libcurl would wait up to a second for a server's permission to send a large body.
        let headers: [StaticString] = ["Content-Type: application/json", "Accept: application/json", "Expect:"]
        fixedHeaders = headers.reduce(nil) { list, line in
            line.withUTF8Buffer {
                curl_list_append(library, list, UnsafeRawPointer($0.baseAddress)?.assumingMemoryBound(to: CChar.self))
            }
        }
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

    deinit {
        curl_close(library, easy)
        curl_list_free(library, fixedHeaders)
        platform_free(reason)
    }

    func perform(_ request: HTTPRequest) -> Result<ServiceReply, TransportFailure> {
        exchange.begin(request.body)
        defer { exchange.end() }
        reason.pointee = 0
        let code: CURLcode
        do throws(CurlOptions.Missing) {
            code = try request.token.line.with { line throws(CurlOptions.Missing) in try run(request, tokenLine: line) }
        } catch {
            return .failure(TransportFailure(.unsupported, "libcurl refused option \(error.option)", wasWritten: false))
        }
        let status = curl_get_long(library, easy, CURLINFO_RESPONSE_CODE)
        guard code == CURLE_OK else { return .failure(failure(code, httpStatus: status, timeoutMS: request.timeoutMS)) }
        return .success(exchange.reply(httpStatus: status))
    }

    /// The token's line is put in front of the fixed ones where it lies: libcurl makes no copy of a list.
    private func run(_ request: HTTPRequest, tokenLine: UnsafeRawBufferPointer) throws(CurlOptions.Missing) -> CURLcode
    {
        let options = CurlOptions(library: library, easy: easy)
        try options.set(CURLOPT_URL, request.url)
        try options.set(CURLOPT_TIMEOUT_MS, request.timeoutMS)
        try options.setUpload(count: request.body.count)
        let line = UnsafeMutableRawPointer(mutating: tokenLine.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var headers = curl_slist(data: line, next: fixedHeaders)
        return try withUnsafeMutablePointer(to: &headers) { list throws(CurlOptions.Missing) in
            try options.set(CURLOPT_HTTPHEADER, list: list)
            defer { curl_set_list(library, easy, CURLOPT_HTTPHEADER, nil) }
            return curl_perform(library, easy)
        }
    }

    private func failure(_ code: CURLcode, httpStatus: Int, timeoutMS: Int) -> TransportFailure {
        let words = String(cString: reason.pointee == 0 ? curl_reason(library, code) : UnsafePointer(reason))
        let proxyRefused = curl_get_long(library, easy, CURLINFO_HTTP_CONNECTCODE) >= 300
        let headerBytes = proxyRefused ? 0 : curl_get_long(library, easy, CURLINFO_REQUEST_SIZE)
        return CurlFailure(
            code: code, reason: words, bodyWasRead: exchange.bodyWasRead, headersWereWritten: headerBytes > 0,
            isTooLarge: exchange.isTooLarge, limit: exchange.limit, connectingHadLess: connectTimeoutMS <= timeoutMS
        ).translated(httpStatus: proxyRefused || httpStatus <= 0 ? nil : httpStatus, requestID: exchange.requestID)
    }
}
