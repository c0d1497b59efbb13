internal import CCurl
internal import CodeArtsDeployModel

/// A libcurl error, and what it means for the caller.
struct CurlFailure {
    let code: CURLcode
    /// libcurl's own words.
    var reason: String
    let bodyWasRead: Bool
    let headersWereWritten: Bool
    let isTooLarge: Bool
    let limit: Int
    /// Which limit ended a call that had no connection yet: the one for connecting, or that of the whole call.
    var connectingHadLess = true

    func translated(httpStatus: Int?, requestID: String?) -> TransportFailure {
        if mayHaveArrived {
            let (status, reason) = afterwards
            return TransportFailure(status, reason, wasWritten: true, httpStatus: httpStatus, requestID: requestID)
        }
        return TransportFailure(beforehand, reason, wasWritten: false)
    }

    /// Whether something else than TLS came back, in the words of OpenSSL or of GnuTLS.
    var isAnswerWithoutTLS: Bool {
        guard code == CURLE_SSL_CONNECT_ERROR else { return false }
        let bytes = Array(reason.utf8)
        let words: [StaticString] = ["wrong version number", "packet length too long", "unexpected TLS packet"]
        return words.contains { word in
            bytes.indices.contains { at in word.withUTF8Buffer { bytes[at...].starts(with: $0) } }
        }
    }

    /// The code alone does not tell: after a connection died under a request, libcurl may report that it could not open
    /// a second one.
    var mayHaveArrived: Bool { bodyWasRead || (headersWereWritten && !Self.isBeforeRequest(code)) }

    private var afterwards: (Status, String) {
        if isTooLarge { return (.badResponse, "The answer is larger than \(limit) bytes") }
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return (.timeout, "No complete answer came in time (\(reason))")
        case CURLE_SEND_FAIL_REWIND: return (.badResponse, "The connection was closed before an answer came")
        default: return (.badResponse, "The answer did not come whole (\(reason))")
        }
    }

    private var beforehand: Status {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve
        case CURLE_OPERATION_TIMEDOUT: connectingHadLess ? .connectTimeout : .timeout
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN: .unsupported
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT: .internal
        // A file of certificates that this libcurl cannot use will not become usable by itself.
        case CURLE_SSL_CACERT_BADFILE: .configuration
        default: Self.isTLS(code) ? .tls : .connect
        }
    }

    private static func isBeforeRequest(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT: true
        default: isTLS(code)
        }
    }

    private static func isTLS(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_USE_SSL_FAILED:
            true
        default: false
        }
    }
}
