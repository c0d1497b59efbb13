internal import CCurl
internal import CodeArtsDeployModel

/// The proxy that a request goes through, so that an error of its own is not taken for the service's. libcurl chooses
/// it, by the same rules, and does not tell before 8.7.
struct ProxyRoute {
    /// For people: without user and password. nil: there is none.
    private let address: String?
    /// It answers no CONNECT, so that nobody sees how far a connection through it has come.
    private let isSOCKS: Bool

    static var none: ProxyRoute { ProxyRoute(address: nil, isSOCKS: false) }

    private init(address: String?, isSOCKS: Bool) {
        self.address = address
        self.isSOCKS = isSOCKS
    }

    /// - Parameter configured: empty for none.
    init(_ request: HTTPRequest, _ configured: Secret?, _ environment: any Environment) {
        self = .none
        if request.isNeverProxied { return }
        if let configured {
            self.init(configured.with { Array($0) })
            return
        }
        if request.isLocal { return }
        let found = ProxyAddress.variable(for: request.wire.url, isEncrypted: request.wire.isEncrypted, environment)
        if let found { self.init(found.address) }
    }

    private init(_ proxy: [UInt8]) {
        guard !proxy.isEmpty else {
            self = .none
            return
        }
        let scheme: StaticString = "socks"
        let isSOCKS = scheme.matches(ProxyAddress.lowerCase(proxy.prefix(scheme.utf8CodeUnitCount)))
        self.init(address: String(decoding: ProxyAddress.authority(of: proxy), as: UTF8.self), isSOCKS: isSOCKS)
    }

    // MARK: Errors

    /// Whether what went wrong before the request was written was between this machine and the proxy.
    ///
    /// - Parameter isTunnel: whether a new connection through a tunnel was meant.
    func isBlamed(_ code: CURLcode, tunnelStatus: Int, isTunnel: Bool, isUntrusted: Bool) -> Bool {
        guard address != nil else { return false }
        switch code {
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT: return true
        case CURLE_SSL_CACERT_BADFILE, CURLE_COULDNT_RESOLVE_HOST: return false
        default:
            if tunnelStatus >= 300 || isUntrusted { return true }
            // Until it has said yes, there is nobody else to talk to.
            return tunnelStatus < 200 && isTunnel && !isSOCKS
        }
    }

    func words(_ reason: String, tunnelStatus: Int) -> String {
        let name = "The proxy \(address ?? "")"
        guard tunnelStatus >= 300 else { return "\(name) cannot be used (\(reason))" }
        let remedy =
            tunnelStatus == 407
            ? "; user and password belong into its address (http://user:password@host:port), and Basic is the only way that they are told: Digest, NTLM and Negotiate are not spoken"
            : ""
        return "\(name) opens no tunnel, and answers HTTP \(tunnelStatus) (\(reason))\(remedy)"
    }
}
