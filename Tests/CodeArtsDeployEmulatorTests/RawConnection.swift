import Glibc

/// One TCP connection that sends bytes as they are and reads what comes back, so that a test sees what truly went
/// over the wire. All waiting ends after 30 s.
final class RawConnection {
    enum Fault: Error {
        case connect, closed, reset, timedOut
    }

    /// How many pieces have come so far.
    private(set) var pieces = 0

    private let socket: CInt
    private var unread: [UInt8] = []

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Fault.connect }
    }

    deinit {
        close(socket)
    }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw errno == EAGAIN ? Fault.timedOut : Fault.closed }
            rest = rest.dropFirst(count)
        }
    }

    /// The next reply, head and whole body; interim ones are passed over.
    func readReply(to method: String = "POST") throws -> RawReply {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) { head.append(try readByte()) }
        var reply = RawReply(head: String(decoding: head, as: UTF8.self))
        if reply.status < 200 { return try readReply(to: method) }
        if method != "HEAD" {
            for _ in 0..<(Int(reply["Content-Length"] ?? "") ?? 0) { reply.body.append(try readByte()) }
        }
        return reply
    }

    /// The next piece, as it comes.
    func readSome() throws -> [UInt8] {
        if unread.isEmpty { try fill() }
        defer { unread = [] }
        return unread.reversed()
    }

    private func readByte() throws -> UInt8 {
        if unread.isEmpty { try fill() }
        return unread.removeLast()
    }

    /// `unread` is kept backwards: its last byte is the next.
    private func fill() throws {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count < 0 { throw errno == ECONNRESET ? Fault.reset : Fault.timedOut }
        guard count > 0 else { throw Fault.closed }
        pieces += 1
        unread = buffer.prefix(count).reversed()
    }
}
