internal import CCurl
internal import CPlatform
internal import CodeArtsDeployModel

/// One easy handle with its kept-alive connection. Used by one thread at a time.
final class CurlHandle {
    private let library: UnsafePointer<curl_library>
    let easy: UnsafeMutableRawPointer
    private let exchange: CurlExchange
    private let settings: CurlSettings
    private let reason: UnsafeMutablePointer<CChar>
    /// The header lines that every request has, as libcurl's list.
    private let fixedHeaders: UnsafeMutablePointer<curl_slist>?
    /// The lines of this request, and the list that leads through them.
    private var lines: [RequestHeader] = []
    private var nodes: UnsafeMutablePointer<curl_slist>?
    private var timeoutMS = 0
    private var isEncrypted = false
    private var route = ProxyRoute.none
    /// What the options are set for; nil before the first request.
    private var kind: RequestKind?
    /// Of a crowd: whom the exchange is for, and where it stands there.
    var job: Job?
    var place = 0

    /// - Parameter isAlone: whether it is moved by itself, not in a crowd.
    convenience init(
        library: UnsafePointer<curl_library>, _ settings: CurlSettings, isAlone: Bool = false
    ) throws(TransportFailure) {
        guard let easy = isAlone ? curl_open_alone(library) : curl_open(library) else {
            throw TransportFailure(.internal, "libcurl could not make a handle", wasWritten: false)
        }
        self.init(library: library, easy: easy, settings)
        do throws(CurlOptions.Missing) {
            let options = CurlOptions(library: library, easy: easy)
            try settings.apply(to: options)
            try options.keepSocketsToItself(isCorked: !isAlone)
            try options.set(CURLOPT_ERRORBUFFER, buffer: reason)
            try options.set(CURLOPT_PRIVATE, context: Unmanaged.passUnretained(self).toOpaque())
            try exchange.attach(to: options)
        } catch {
            throw TransportFailure(
                .unsupported,
                "libcurl \(String(cString: curl_library_version(library))) lacks option \(Int(error.option))",
                wasWritten: false)
        }
    }

    private init(library: UnsafePointer<curl_library>, easy: UnsafeMutableRawPointer, _ settings: CurlSettings) {
        self.library = library
        self.easy = easy
        self.settings = settings
        exchange = CurlExchange(limit: settings.maxResponseBytes)
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

    /// The object whose easy handle this is.
    static func owner(of easy: UnsafeMutableRawPointer, _ library: UnsafePointer<curl_library>) -> CurlHandle? {
        curl_get_context(library, easy).map { Unmanaged<CurlHandle>.fromOpaque($0).takeUnretainedValue() }
    }

    deinit {
        // TLS sends a close notification, perhaps to a peer that has gone.
        let guarded = platform_sigpipe_hold()
        defer { platform_signals_release(guarded) }
        curl_close(library, easy)
        curl_list_free(library, fixedHeaders)
        nodes?.deallocate()
        reason.deallocate()
    }

    /// One exchange on the thread that asks for it.
    func perform(_ request: HTTPRequest) throws(TransportFailure) -> HTTPReply {
        try begin(request)
        return try end(curl_perform(library, easy)).get()
    }

    /// Sets up one exchange; `end` or `broken` must follow.
    func begin(_ request: HTTPRequest) throws(TransportFailure) {
        exchange.begin(request.wire.body)
        reason.pointee = 0
        timeoutMS = request.timeoutMS
        isEncrypted = request.wire.isEncrypted
        do throws(CurlOptions.Missing) {
            let options = CurlOptions(library: library, easy: easy)
            try options.set(CURLOPT_URL, request.wire.url)
            try options.set(CURLOPT_TIMEOUT_MS, request.timeoutMS)
            if kind?.isSame(as: request) ?? false {
                if !request.wire.body.isEmpty { try options.set(bodyCount: request.wire.body.count) }
            } else {
                kind = nil
                try options.set(method: request.wire.method, bodyCount: request.wire.body.count)
                try settings.route(options, for: request)
                try settings.connect(options, for: request)
                kind = RequestKind(request)
            }
            route = ProxyRoute(request, settings.proxy, ProcessEnvironment())
            try options.set(CURLOPT_HTTPHEADER, list: list(of: request.wire.headers.all))
        } catch {
            letGo()
            throw TransportFailure(.unsupported, "libcurl refused option \(Int(error.option))", wasWritten: false)
        }
    }

    /// Reads how the exchange ended.
    func end(_ code: CURLcode) -> Result<HTTPReply, TransportFailure> {
        defer { letGo() }
        let status = curl_get_long(library, easy, CURLINFO_RESPONSE_CODE)
        guard code == CURLE_OK else { return .failure(failure(code, httpStatus: status)) }
        return .success(exchange.reply(httpStatus: status))
    }

    /// What is known of an exchange that is broken off.
    func broken() -> TransportFailure {
        defer { letGo() }
        return .cancelled(wasWritten: mayBeWritten)
    }

    /// From here on somebody else ends the exchange when its time is over.
    func allowLate() {
        curl_set_long(library, easy, CURLOPT_TIMEOUT_MS, 0)
    }

    var mayBeWritten: Bool { exchange.bodyWasRead || headersWereWritten }

    /// Forgets the request, so that whoever made it can wipe it.
    private func letGo() {
        exchange.end()
        curl_set_list(library, easy, CURLOPT_HTTPHEADER, nil)
        lines = []
        nodes?.deallocate()
        nodes = nil
    }

    /// The request's own lines are put in front of the fixed ones where they lie: libcurl makes no copy of a list.
    private func list(of headers: [RequestHeader]) -> UnsafeMutablePointer<curl_slist>? {
        guard !headers.isEmpty else { return fixedHeaders }
        lines = headers
        let nodes = UnsafeMutablePointer<curl_slist>.allocate(capacity: headers.count)
        for (index, header) in headers.enumerated() {
            let next = index + 1 < headers.count ? nodes + index + 1 : fixedHeaders
            (nodes + index).initialize(to: curl_slist(data: header.line.cString, next: next))
        }
        self.nodes = nodes
        return nodes
    }

    /// What a proxy answered to the wish for a tunnel; 0 where it has not, or nobody asked.
    private var tunnelStatus: Int { max(0, curl_get_long(library, easy, CURLINFO_HTTP_CONNECTCODE)) }

    /// A proxy that refused got its own request, and the service none.
    private var proxyRefused: Bool { tunnelStatus >= 300 }

    /// What goes to a proxy for a tunnel counts in the size as well, and nothing leaves through the tunnel before TLS
    /// stands.
    private var headersWereWritten: Bool {
        let isConnecting =
            isEncrypted && curl_get_long(library, easy, CURLINFO_NUM_CONNECTS) > 0
            && curl_get_offset(library, easy, CURLINFO_APPCONNECT_TIME_T) == 0
        return !proxyRefused && !isConnecting && curl_get_long(library, easy, CURLINFO_REQUEST_SIZE) > 0
    }

    private func failure(_ code: CURLcode, httpStatus: Int) -> TransportFailure {
        let words = String(cString: reason.pointee == 0 ? curl_reason(library, code) : UnsafePointer(reason))
        var curl = CurlFailure(
            code: code, reason: words, bodyWasRead: exchange.bodyWasRead, headersWereWritten: headersWereWritten,
            isTooLarge: exchange.isTooLarge, limit: exchange.limit,
            connectingHadLess: settings.connectTimeoutMS <= timeoutMS)
        let isProxys =
            !curl.mayHaveArrived
            && route.isBlamed(
                code, tunnelStatus: tunnelStatus,
                isTunnel: isEncrypted && curl_get_long(library, easy, CURLINFO_NUM_CONNECTS) > 0,
                isUntrusted: curl_get_long(library, easy, CURLINFO_PROXY_SSL_VERIFYRESULT) > 0)
        if curl.isAnswerWithoutTLS {
            curl.reason = "it does not speak TLS on this port: is http:// meant? \(words)"
            if !isProxys { curl.reason = "The server cannot be used (\(curl.reason))" }
        }
        if isProxys { curl.reason = route.words(curl.reason, tunnelStatus: tunnelStatus) }
        var failure = curl.translated(
            httpStatus: proxyRefused || httpStatus <= 0 ? nil : httpStatus, requestID: exchange.requestID)
        // What passes by itself is no refusal.
        failure.isRefusedByProxy = proxyRefused && tunnelStatus != 429 && tunnelStatus < 500
        if proxyRefused {
            failure.retryAfterMS = exchange.retryAfter.flatMap {
                RetryAfter.milliseconds($0, now: platform_unix_seconds())
            }
        }
        return failure
    }
}

/// The properties of a request that most options depend on: nearly every request of a handle is like the one before.
private struct RequestKind {
    private let method: String
    private let isEncrypted: Bool
    private let hasBody: Bool
    private let isOnceOnly: Bool
    private let isLocal: Bool
    private let isNeverProxied: Bool

    init(_ request: HTTPRequest) {
        method = request.wire.method
        isEncrypted = request.wire.isEncrypted
        hasBody = !request.wire.body.isEmpty
        isOnceOnly = request.isOnceOnly
        isLocal = request.isLocal
        isNeverProxied = request.isNeverProxied
    }

    func isSame(as request: HTTPRequest) -> Bool {
        isEncrypted == request.wire.isEncrypted && hasBody == !request.wire.body.isEmpty
            && isOnceOnly == request.isOnceOnly && isLocal == request.isLocal
            && isNeverProxied == request.isNeverProxied && method == request.wire.method
    }
}
