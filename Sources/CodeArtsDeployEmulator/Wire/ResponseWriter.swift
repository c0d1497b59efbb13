import NIOCore
import NIOHTTP1

/// A writer of the response to one request. A reply leaves it whole, or as broken as a fault wants it.
struct ResponseWriter {
    let context: ChannelHandlerContext
    let requestID: String
    let keepAlive: Bool
    /// False after HEAD: the reply is its head alone.
    let carriesBody: Bool
    let clock: @Sendable () -> Timestamp
    /// What the log says of the request; nil where it is not logged.
    let entry: RequestLog.Entry?
    /// How far the reply's date is from the clock, in seconds.
    var dateOffset = 0

    /// The whole reply.
    func send(_ reply: Reply) {
        write(reply, body: reply.body[...], promise: nil)
        end()
    }

    /// The whole head and the beginning of the body it announces; then the connection ends.
    ///
    /// - Parameter missing: How many bytes more than there are the head announces.
    func sendPart(_ reply: Reply, bytes: Int, missing: Int = 0) {
        let sent = context.eventLoop.makePromise(of: Void.self)
        write(reply, body: reply.body.prefix(bytes), announcing: reply.body.count + missing, promise: sent)
        context.flush()
        sent.futureResult.assumeIsolated().whenComplete { _ in close() }
    }

    /// The whole reply, head included, byte by byte.
    func drip(_ reply: Reply, interval: TimeAmount) {
        do {
            let pipeline = context.pipeline.syncOperations
            try pipeline.addHandler(DripHandler(interval: interval), position: .first)
        } catch {
            return close()
        }
        let sent = context.eventLoop.makePromise(of: Void.self)
        write(reply, body: reply.body[...], promise: sent)
        context.flush()
        // Only now: the end of a reply lets the connection's next request in.
        sent.futureResult.assumeIsolated().whenSuccess { end() }
    }

    /// Runs an action later, if the client still waits by then.
    func after(_ delay: TimeAmount, _ action: @escaping () -> Void) {
        context.eventLoop.assumeIsolated().scheduleTask(in: delay) {
            if context.channel.isActive { action() }
        }
    }

    /// Ends the connection in an orderly way (FIN).
    func close() {
        context.close(promise: nil)
    }

    /// Breaks the connection (RST): a socket that must not linger is thrown away at its close.
    func reset() {
        guard let socket = context.channel as? any SocketOptionProvider else { return close() }
        let lingers = socket.setSoLinger(NIOLinger(l_onoff: 1, l_linger: 0))
        lingers.assumeIsolated().whenComplete { _ in close() }
    }

    private func write(
        _ reply: Reply, body: ArraySlice<UInt8>, announcing length: Int? = nil, promise: EventLoopPromise<Void>?
    ) {
        entry?.httpStatus = reply.status
        let date = clock().advanced(bySeconds: dateOffset)
        let head = reply.head(requestID: requestID, length: length, keepAlive: keepAlive, date: date)
        context.write(HTTPHandler.wrapOutboundOut(.head(head)), promise: nil)
        let bytes = context.channel.allocator.buffer(bytes: carriesBody ? body : [])
        context.write(HTTPHandler.wrapOutboundOut(.body(.byteBuffer(bytes))), promise: promise)
    }

    private func end() {
        let done = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(HTTPHandler.wrapOutboundOut(.end(nil)), promise: done)
        if !keepAlive { done.futureResult.assumeIsolated().whenComplete { _ in close() } }
    }
}
