import NIOCore
import NIOHTTP1

/// A connection's HTTP handler: puts requests together and passes them on, one at a time.
final class HTTPHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let state: ServiceState
    private var head: HTTPRequestHead?
    private var entry: RequestLog.Entry?
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
        // Counted and logged as soon as it shows, so that a client cannot send half a request unnoticed.
        let part = Part(path: head.path)
        if part == .service { state.requests += 1 }
        entry = part == .control ? nil : state.log.add(head)
        if head.headers[canonicalForm: "Expect"].contains(where: { $0.lowercased() == "100-continue" }) {
            let go = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
        }
    }

    private func collect(_ part: ByteBuffer) {
        // What is too much is read all the same, else the client could not read the answer to it.
        bodyIsTooLarge = bodyIsTooLarge || body.count + part.readableBytes > Request.maxBody
        if bodyIsTooLarge { body = [] } else { body.append(contentsOf: part.readableBytesView) }
    }

    private func finish(context: ChannelHandlerContext) {
        guard let head else { return }
        let request = Request(
            method: head.method, target: head.uri, headers: head.headers, body: body, bodyIsTooLarge: bodyIsTooLarge,
            id: Identifier.random())
        self.head = nil
        body = []
        if let entry { state.recent.add(request, entry) }
        let outlet = ResponseWriter(
            context: context, requestID: request.id, keepAlive: head.isKeepAlive && head.version == .http1_1,
            carriesBody: head.method != .HEAD, clock: state.access.clock, entry: entry)
        entry = nil
        switch Part(path: request.path) {
        case .control: outlet.send(ControlPlane.respond(to: request, state: state))
        case .identity: outlet.send(IdentityService.respond(to: request, state: state))
        case .metadata: outlet.send(MetadataService.respond(to: request, state: state))
        case .service: serve(request, through: outlet)
        }
    }

    private func serve(_ request: Request, through outlet: ResponseWriter) {
        guard let order = state.faults.next(for: request) else { return outlet.send(state.respond(to: request)) }
        var outlet = outlet
        outlet.dateOffset = order.dateOffset
        outlet.entry?.fault = order.kind
        state.strikingFault = order.kind
        order.fault.strike(request, state: state, outlet: outlet)
        state.strikingFault = nil
    }
}
