import NIOCore
import NIOHTTP1

/// One connection: puts requests together and hands them on, one at a time.
final class HTTPHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let state: ServiceState
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var bodyIsTooLarge = false

    init(state: ServiceState) {
        self.state = state
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context: context)
        case .body(let part): collect(part)
        case .end: finish(context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func begin(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        self.head = head
        body = []
        bodyIsTooLarge = false
        // Counted as soon as it shows, so that a client cannot send half a request unnoticed.
        if !ControlPlane.owns(head.path) { state.requests += 1 }
        if head.headers[canonicalForm: "Expect"].contains(where: { $0.lowercased() == "100-continue" }) {
            let go = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
        }
    }

    private func collect(_ part: ByteBuffer) {
        // What is too much is read all the same, else the client could not read the answer to it.
        bodyIsTooLarge = bodyIsTooLarge || body.count + part.readableBytes > Request.maximumBody
        if bodyIsTooLarge { body = [] } else { body.append(contentsOf: part.readableBytesView) }
    }

    private func finish(context: ChannelHandlerContext) {
        guard let head else { return }
        let request = Request(
            method: head.method, path: head.path, headers: head.headers, body: body, bodyIsTooLarge: bodyIsTooLarge,
            id: Identifier.random())
        self.head = nil
        body = []
        let outlet = Outlet(
            context: context, requestID: request.id, keepAlive: head.isKeepAlive && head.version == .http1_1,
            carriesBody: head.method != .HEAD)
        if ControlPlane.owns(request.path) {
            outlet.send(ControlPlane.respond(to: request, state: state))
        } else if let fault = state.faults.next() {
            fault.strike(request, state: state, outlet: outlet)
        } else {
            outlet.send(state.respond(to: request))
        }
    }
}

extension HTTPRequestHead {
    fileprivate var path: Substring {
        uri.prefix { $0 != "?" }
    }
}
