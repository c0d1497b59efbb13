internal import CCurl
internal import CodeArtsDeployModel

/// A setter of one easy handle's options that takes none of them for granted: an option for safety that this libcurl
/// does not know must end the call before anything is sent.
struct CurlOptions {
    struct Missing: Error {
        let option: UInt32
    }

    let library: UnsafePointer<curl_library>
    let easy: UnsafeMutableRawPointer

    func set(_ option: CURLoption, _ value: Int) throws(Missing) {
        try check(curl_set_long(library, easy, option, value), option)
    }

    func set(_ option: CURLoption, _ text: String) throws(Missing) {
        try check(curl_set_text(library, easy, option, text.nulTerminated), option)
    }

    /// A path, whose bytes need not be UTF-8.
    func set(_ option: CURLoption, path: [UInt8]) throws(Missing) {
        try check((path + [0]).withUnsafeBytes { curl_set_text(library, easy, option, $0.text) }, option)
    }

    /// nil puts the option back to what libcurl does by itself.
    func set(_ option: CURLoption, optional text: String?) throws(Missing) {
        guard let text else { return try check(curl_set_text(library, easy, option, nil), option) }
        try set(option, text)
    }

    func set(_ option: CURLoption, secret: Secret) throws(Missing) {
        try check(
            secret.with { curl_set_text(library, easy, option, $0.baseAddress?.assumingMemoryBound(to: CChar.self)) },
            option)
    }

    func set(_ option: CURLoption, context: UnsafeMutableRawPointer) throws(Missing) {
        try check(curl_set_context(library, easy, option, context), option)
    }

    func set(_ option: CURLoption, _ callback: curl_bytes_callback) throws(Missing) {
        try check(curl_set_callback(library, easy, option, callback), option)
    }

    func set(_ option: CURLoption, buffer: UnsafeMutablePointer<CChar>) throws(Missing) {
        try check(curl_set_buffer(library, easy, option, buffer), option)
    }

    func set(_ option: CURLoption, list: UnsafeMutablePointer<curl_slist>?) throws(Missing) {
        try check(curl_set_list(library, easy, option, list), option)
    }

    /// The method, and a body of this many bytes for all but GET.
    func set(method: String, bodyCount count: Int) throws(Missing) {
        try set(CURLOPT_CUSTOMREQUEST, optional: method == "GET" || method == "POST" ? nil : method)
        guard method != "GET" else { return try set(CURLOPT_HTTPGET, 1) }
        try set(CURLOPT_POST, 1)
        try set(bodyCount: count)
    }

    func set(bodyCount count: Int) throws(Missing) {
        try check(
            curl_set_offset(library, easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(count)), CURLOPT_POSTFIELDSIZE_LARGE)
    }

    /// http and https only. The bit mask is deprecated since 7.85, but it is the form that every version understands.
    func restrictToHTTP() throws(Missing) {
        try check(curl_allow_http_only(library, easy), CURLOPT_URL)
    }

    /// Sockets that a program which the host starts does not inherit.
    ///
    /// - Parameter isCorked: what is written to them leaves when they are flushed.
    func keepSocketsToItself(isCorked: Bool) throws(Missing) {
        try check(
            isCorked ? curl_close_on_exec_and_cork(library, easy) : curl_close_on_exec(library, easy),
            CURLOPT_OPENSOCKETFUNCTION)
    }

    private func check(_ code: CURLcode, _ option: CURLoption) throws(Missing) {
        if code != CURLE_OK { throw Missing(option: option.rawValue) }
    }
}
