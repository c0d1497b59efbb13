internal import CCurl
internal import CPlatform
internal import CodeArtsDeployModel

/// A transport over one `curl_multi`: connections are shared and kept, and where the server offers HTTP/2 one of them
/// carries many requests.
final class CurlMulti: MultiTransport {
    private let library: UnsafePointer<curl_library>
    private let multi: UnsafeMutableRawPointer
    private let settings: CurlSettings
    private var sockets: PollSet
    /// Those on which a transfer may have written in this round.
    private var written: [curl_socket_t] = []
    private var idle: [CurlHandle] = []
    private var busy: [CurlHandle] = []

    convenience init(
        library: UnsafePointer<curl_library>, _ settings: CurlSettings, wakingOn waker: Int32
    ) throws(TransportFailure) {
        guard let multi = curl_many_open(library) else {
            throw TransportFailure(.internal, "libcurl could not make a multi handle", wasWritten: false)
        }
        self.init(library: library, multi: multi, settings, wakingOn: waker)
    }

    private init(
        library: UnsafePointer<curl_library>, multi: UnsafeMutableRawPointer, _ settings: CurlSettings,
        wakingOn waker: Int32
    ) {
        self.library = library
        self.multi = multi
        self.settings = settings
        sockets = PollSet(waker: waker)
        // As many as may be on their way: with fewer, each burst would open new connections.
        curl_many_set_long(library, multi, CURLMOPT_MAXCONNECTS, settings.maxInFlight)
        curl_many_set_watcher(
            library, multi,
            { _, socket, events, context, _ in
                CurlMulti.at(context)?.watch(socket, events)
                return 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> CurlMulti? {
        context.map { Unmanaged<CurlMulti>.fromOpaque($0).takeUnretainedValue() }
    }

    /// libcurl says for what it waits on a socket.
    private func watch(_ socket: curl_socket_t, _ wanted: Int32) {
        var events: Int32 = 0
        if wanted & CURL_POLL_IN != 0, wanted != CURL_POLL_REMOVE { events |= POLLIN }
        if wanted & CURL_POLL_OUT != 0, wanted != CURL_POLL_REMOVE { events |= POLLOUT }
        sockets.watch(socket, for: Int16(events))
        if events != 0 {
            written.append(socket)
        } else {
            // Its number may be another's at any moment.
            written.removeAll { $0 == socket }
        }
    }

    func begin(_ request: HTTPRequest, for job: Job) -> TransportFailure? {
        do throws(TransportFailure) {
            let handle = try handle()
            try handle.begin(request)
            guard curl_many_add(library, multi, handle.easy) == CURLM_OK else {
                return TransportFailure(.internal, "libcurl did not take the request", wasWritten: false)
            }
            handle.job = job
            handle.place = busy.count
            busy.append(handle)
            return nil
        } catch {
            return error
        }
    }

    private func handle() throws(TransportFailure) -> CurlHandle {
        if let warm = idle.popLast() { return warm }
        return try CurlHandle(library: library, settings)
    }

    func mayBeWritten(_ job: Job) -> Bool { busy.first { $0.job === job }?.mayBeWritten ?? false }

    func interrupt(_ job: Job) -> TransportFailure {
        guard let handle = busy.first(where: { $0.job === job }) else { return .cancelledInQueue }
        let failure = handle.broken()
        remove(handle)
        return failure
    }

    func advance() {
        for (socket, came) in sockets.takeReady() {
            // What is wrong with a socket is found by reading from it, as libcurl does by itself.
            var events = Int32(came) & ~POLLOUT != 0 ? CURL_CSELECT_IN : 0
            if Int32(came) & POLLOUT != 0 { events |= CURL_CSELECT_OUT }
            written.append(socket)
            curl_many_move(library, multi, socket, events)
        }
        if curl_many_due(library, multi) == 0 { curl_many_move_due(library, multi) }
        for socket in written { curl_flush(socket) }
        written.removeAll(keepingCapacity: true)
    }

    func allowLate() {
        for handle in busy { handle.allowLate() }
    }

    func takeEnded() -> (Job, Result<HTTPReply, TransportFailure>)? {
        var code = CURLE_OK
        while let easy = curl_many_next_ended(library, multi, &code) {
            guard let handle = CurlHandle.owner(of: easy, library), let job = handle.job else { continue }
            let answer = handle.end(code)
            remove(handle)
            return (job, answer)
        }
        return nil
    }

    func wait(_ milliseconds: Int, letting signals: HeldSignals?) -> Bool {
        let dueMS = curl_many_due(library, multi)
        return sockets.wait(dueMS < 0 ? milliseconds : min(milliseconds, dueMS), letting: signals)
    }

    func close() {
        for handle in busy { remove(handle) }
        idle = []
        curl_many_close(library, multi)
    }

    private func remove(_ handle: CurlHandle) {
        curl_many_remove(library, multi, handle.easy)
        handle.job = nil
        busy.swapAt(handle.place, busy.count - 1)
        busy[handle.place].place = handle.place
        busy.removeLast()
        if idle.count < settings.maxInFlight { idle.append(handle) }
    }
}
