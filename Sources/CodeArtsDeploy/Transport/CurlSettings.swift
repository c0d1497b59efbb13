internal import CCurl
internal import CodeArtsDeployModel

/// The settings that all handles of a client share.
struct CurlSettings: Sendable {
    let connectTimeoutMS: Int
    let maxResponseBytes: Int
    let proxy: Secret?
    let trust: TrustStore?
    let userAgent: String
    let maxInFlight: Int

    init(_ configuration: Configuration) {
        connectTimeoutMS = configuration.connectTimeoutMS
        maxResponseBytes = configuration.maxResponseBytes
        proxy = configuration.proxy
        trust = configuration.trust
        maxInFlight = configuration.maxInFlight
        let own = "codearts-deploy/\(Library.version)"
        userAgent = configuration.userAgent.map { "\($0) \(own)" } ?? own
    }

    /// A connection that idled longer is not used for a request that must not be repeated: the server may be closing
    /// it at this moment, and then nobody can say whether the request arrived.
    private static let oldestIdleSeconds = 15

    /// Sets everything that stays the same from call to call; the first option that this libcurl lacks ends it.
    func apply(to handle: CurlOptions) throws(CurlOptions.Missing) {
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.set(CURLOPT_FOLLOWLOCATION, 0)
        try handle.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        try handle.set(CURLOPT_PATH_AS_IS, 1)
        try handle.set(CURLOPT_HTTP09_ALLOWED, 0)
        try handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        try handle.set(CURLOPT_MAXAGE_CONN, Self.oldestIdleSeconds)
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, connectTimeoutMS)
        try handle.set(CURLOPT_USERAGENT, userAgent)
        try handle.set(CURLOPT_ACCEPT_ENCODING, "")
        try handle.restrictToHTTP()
        // A name server that does not answer must not hold up a cancellation. Versions before 7.87 wait for it.
        try? handle.set(CURLOPT_QUICK_EXIT, 1)
        if let trust { try apply(trust, to: handle) }
    }

    /// For a proxy that speaks https as well: it is often the one whose certificate the company's own CA has signed. A
    /// libcurl that cannot have two kinds of it has no such proxies.
    private func apply(_ trust: TrustStore, to handle: CurlOptions) throws(CurlOptions.Missing) {
        if let file = trust.file {
            try handle.set(CURLOPT_CAINFO, path: file)
            try? handle.set(CURLOPT_PROXY_CAINFO, path: file)
        }
        if let folder = trust.folder {
            try handle.set(CURLOPT_CAPATH, path: folder)
            try? handle.set(CURLOPT_PROXY_CAPATH, path: folder)
        }
    }

    /// Which connection a request takes.
    ///
    /// Once only: HTTP/1.1, which announces the end of a connection in an answer. Over HTTP/2 the server may refuse
    /// what was written already, and libcurl does not tell that from a connection which broke.
    ///
    /// All others: HTTP/2 where TLS offers it. Then a second request waits for the first one's connection rather than
    /// opening its own. TLS tells that while it connects; without it only the first answer does, which would be worth
    /// no wait.
    func connect(_ handle: CurlOptions, for request: HTTPRequest) throws(CurlOptions.Missing) {
        let isOnceOnly = request.isOnceOnly
        try handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        // A libcurl without HTTP/2 refuses to be asked for it.
        if !isOnceOnly { try? handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS) }
        try handle.set(CURLOPT_PIPEWAIT, request.wire.isEncrypted && !isOnceOnly ? 1 : 0)
        // libcurl repeats what a kept connection did not answer. It cannot where there is a body, see `CurlExchange`.
        try handle.set(CURLOPT_FRESH_CONNECT, isOnceOnly && request.wire.body.isEmpty ? 1 : 0)
    }

    /// A local host is never reached through a proxy unless the configuration names one, and the metadata service not
    /// even then; for all others libcurl reads the environment.
    func route(_ handle: CurlOptions, for request: HTTPRequest) throws(CurlOptions.Missing) {
        if let proxy, !request.isNeverProxied {
            try handle.set(CURLOPT_PROXY, secret: proxy)
            try handle.set(CURLOPT_NOPROXY, "")
        } else {
            if proxy != nil { try handle.set(CURLOPT_PROXY, "") }
            let isDirect = request.isLocal || request.isNeverProxied
            try handle.set(CURLOPT_NOPROXY, optional: isDirect ? "*" : nil)
        }
    }
}
