import NIOCore

/// A channel handler that writes one byte at a time; it leaves the pipeline when all of them are out.
final class DripHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let interval: TimeAmount
    private var queue: [(bytes: ByteBuffer, promise: EventLoopPromise<Void>?)] = []
    private var isDripping = false

    init(interval: TimeAmount) {
        self.interval = interval
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .byteBuffer(let bytes) = unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        queue.append((bytes, promise))
    }

    func flush(context: ChannelHandlerContext) {
        guard !isDripping else { return }
        isDripping = true
        drip(context: context)
    }

    /// The connection may end before the last byte.
    func handlerRemoved(context: ChannelHandlerContext) {
        // A promise that fails may write once more, so the queue is not walked but emptied.
        while !queue.isEmpty { queue.removeFirst().promise?.fail(ChannelError.ioOnClosedChannel) }
    }

    private func drip(context: ChannelHandlerContext) {
        // What is empty needs no turn of its own, but its promise its place in the order.
        while let entry = queue.first, entry.bytes.readableBytes <= 1 {
            queue.removeFirst()
            context.write(wrapOutboundOut(.byteBuffer(entry.bytes)), promise: entry.promise)
            if entry.bytes.readableBytes == 1 { return pause(context: context) }
        }
        guard !queue.isEmpty, let byte = queue[0].bytes.readSlice(length: 1) else {
            context.flush()
            return context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        }
        context.write(wrapOutboundOut(.byteBuffer(byte)), promise: nil)
        pause(context: context)
    }

    private func pause(context: ChannelHandlerContext) {
        context.flush()
        context.eventLoop.assumeIsolated().scheduleTask(in: interval) {
            if context.channel.isActive { self.drip(context: context) }
        }
    }
}
