internal import CCurl
internal import CPlatform
internal import CodeArtsDeployModel

/// A transport over libcurl: one warm handle for each call in flight, in a pool that belongs to this process alone.
final class CurlTransport: Transport {
    /// The first libcurl with every option that keeps a start from being sent twice (CURLOPT_MAXAGE_CONN).
    static let oldestVersion: UInt32 = 0x074100

    private let settings: CurlSettings
    private let pool = PerProcess { CurlPool() }

    init(_ configuration: Configuration) {
        settings = CurlSettings(configuration)
    }

    func send(_ request: HTTPRequest) throws(TransportFailure) -> HTTPReply {
        let pool = pool.value
        let handle = try handle(from: pool)
        let guarded = platform_sigpipe_hold()
        defer { platform_signals_release(guarded) }
        defer { pool.give(back: handle) }
        return try handle.perform(request)
    }

    func multi(wakingOn waker: Int32) throws(TransportFailure) -> any MultiTransport {
        try CurlMulti(library: Self.library(), settings, wakingOn: waker)
    }

    private func handle(from pool: CurlPool) throws(TransportFailure) -> CurlHandle {
        if let idle = pool.take() { return idle }
        return try CurlHandle(library: Self.library(), settings, isAlone: true)
    }

    private static func library() throws(TransportFailure) -> UnsafePointer<curl_library> {
        guard let library = ExitGate.open().pass({ curl_library_open() }) else {
            let problem = String(cString: curl_library_problem())
            throw TransportFailure(
                .unsupported, "libcurl 4 could not be loaded (\(problem)). Install the package libcurl4",
                wasWritten: false)
        }
        guard curl_library_version_number(library) >= oldestVersion else {
            let version = String(cString: curl_library_version(library))
            throw TransportFailure(
                .unsupported, "libcurl \(version) is too old to send a start only once; 7.65.0 or newer is needed",
                wasWritten: false)
        }
        return library
    }
}

/// A pool of the handles that wait for their next call.
final class CurlPool: @unchecked Sendable {
    /// More idle handles than this are closed.
    private static let mostIdle = 64

    private let lock = Lock()
    private var idle: [CurlHandle] = []

    func take() -> CurlHandle? { lock.with { idle.popLast() } }

    func give(back handle: CurlHandle) {
        lock.with { if idle.count < Self.mostIdle { idle.append(handle) } }
    }
}
