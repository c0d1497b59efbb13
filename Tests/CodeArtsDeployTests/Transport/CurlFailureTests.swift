import CCurl
@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

/// What an error of libcurl means, for every way in which the request may have got out before it.
@Suite struct CurlFailureTests {
    /// A code, and its status where the request was not written.
    private struct Row: Sendable {
        let code: CURLcode
        let beforehand: Status
        /// Whether the code itself says that no request was written on the connection that it is about.
        var isBeforeRequest = false
        var afterwards = Status.badResponse
    }

    private static let rows =
        [CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY].map {
            Row(code: $0, beforehand: .resolve, isBeforeRequest: true)
        }
        + [
            CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_USE_SSL_FAILED,
        ].map { Row(code: $0, beforehand: .tls, isBeforeRequest: true) } + [
            Row(code: CURLE_SSL_CACERT_BADFILE, beforehand: .configuration, isBeforeRequest: true),
            Row(code: CURLE_COULDNT_CONNECT, beforehand: .connect, isBeforeRequest: true),
            Row(code: CURLE_OPERATION_TIMEDOUT, beforehand: .connectTimeout, afterwards: .timeout),
            Row(code: CURLE_UNSUPPORTED_PROTOCOL, beforehand: .unsupported),
            Row(code: CURLE_NOT_BUILT_IN, beforehand: .unsupported),
            Row(code: CURLE_OUT_OF_MEMORY, beforehand: .internal), Row(code: CURLE_FAILED_INIT, beforehand: .internal),
        ]
        + [
            CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_WRITE_ERROR,
            CURLE_SEND_FAIL_REWIND,
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING,
            CURLE_ABORTED_BY_CALLBACK,
            CURLE_URL_MALFORMAT,
        ].map { Row(code: $0, beforehand: .connect) }

    private func translated(_ code: CURLcode, body: Bool, headers: Bool, isTooLarge: Bool = false) -> TransportFailure {
        CurlFailure(
            code: code, reason: "words", bodyWasRead: body, headersWereWritten: headers, isTooLarge: isTooLarge,
            limit: 1024
        ).translated(httpStatus: 200, requestID: "r-1")
    }

    @Test(arguments: 0..<rows.count)
    func `the status says what happened, and whether the request may have arrived`(index: Int) {
        let row = Self.rows[index]
        for (body, headers) in [(false, false), (false, true), (true, false), (true, true)] {
            let failure = translated(row.code, body: body, headers: headers)
            let wasWritten = body || (headers && !row.isBeforeRequest)
            #expect(failure.wasWritten == wasWritten, "code \(row.code.rawValue), body \(body), headers \(headers)")
            #expect(failure.status == (wasWritten ? row.afterwards : row.beforehand), "code \(row.code.rawValue)")
            #expect(failure.httpStatus == (wasWritten ? 200 : nil) && failure.requestID == (wasWritten ? "r-1" : nil))
            #expect(!failure.reason.hasSuffix("."))
        }
    }

    @Test func `an answer that is too large says so, whatever libcurl calls it`() {
        let failure = translated(CURLE_WRITE_ERROR, body: true, headers: true, isTooLarge: true)
        #expect(failure.status == .badResponse && failure.wasWritten)
        #expect(failure.reason == "The answer is larger than 1024 bytes")
    }

    @Test func `libcurl's own words are handed on, but for those about a rewind`() {
        #expect(translated(CURLE_COULDNT_CONNECT, body: false, headers: false).reason == "words")
        #expect(translated(CURLE_RECV_ERROR, body: true, headers: true).reason.contains("words"))
        let rewind = translated(CURLE_SEND_FAIL_REWIND, body: true, headers: true)
        #expect(rewind.reason == "The connection was closed before an answer came")
    }

    @Test func `a time that ran out before there was a connection is that of the limit which ended it`() {
        var failure = CurlFailure(
            code: CURLE_OPERATION_TIMEDOUT, reason: "words", bodyWasRead: false, headersWereWritten: false,
            isTooLarge: false, limit: 1)
        #expect(failure.translated(httpStatus: nil, requestID: nil).status == .connectTimeout)
        failure.connectingHadLess = false
        #expect(failure.translated(httpStatus: nil, requestID: nil).status == .timeout)
        #expect(!failure.translated(httpStatus: nil, requestID: nil).wasWritten)
    }
}
