import CodeArtsDeployModel
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// An emulator of CodeArts Deploy on this machine, to try scripts on and to test clients against.
///
/// It serves every operation of the library's table under the service's own paths, checks credential and request by
/// itself, answers in the service's words and keeps real records. IAM, which gives tokens, and the metadata service of
/// an ECS, which gives keys, are at the same address. What it did, and the faults that it is to have, are at
/// `/_emulator` (see `ControlPlane`). All of its state is in memory.
///
/// One event loop serves all connections. So requests are handled one after the other, records are in the order of
/// arrival, and nothing needs a lock.
public final class Emulator: Sendable {
    /// Where it listens, `http://127.0.0.1:PORT`, without a slash at the end.
    public let endpoint: String

    private let account: Account
    private let applications: Applications
    private let group: MultiThreadedEventLoopGroup

    /// Starts to listen; returns once clients can connect.
    ///
    /// - Parameters:
    ///   - host: An address of this machine. One that other machines can reach opens the emulator to them.
    ///   - port: A TCP port; 0 takes a free one.
    ///   - settings: How long things last, and how deployments go.
    /// - Throws: `CannotListen`, where the address is in use or is not one of this machine.
    public convenience init(host: String = "127.0.0.1", port: Int = 0, settings: Settings = Settings()) throws {
        try self.init(host: host, port: port, settings: settings, account: .standard, clock: Timestamp.now)
    }

    /// - Parameter clock: The time now, for all that lasts and for the dates of signatures and replies.
    package init(
        host: String = "127.0.0.1", port: Int = 0, settings: Settings = Settings(), account: Account = .standard,
        clock: @escaping @Sendable () -> Timestamp
    ) throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let state = NIOLoopBoundBox.makeBoxSendingValue(
            ServiceState(account: account, settings: settings, clock: clock),
            eventLoop: group.next())
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    // Its pipelining handler lets the next request of a connection in after the reply to the last.
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(HTTPHandler(state: state.value))
                }
            }
        do {
            let channel = try bootstrap.bind(host: host, port: port).wait()
            endpoint = Self.url(of: channel.localAddress)
        } catch {
            try? group.syncShutdownGracefully()
            throw CannotListen(host: host, port: port, cause: error)
        }
        self.account = account
        applications = Applications(settings.applications)
        self.group = group
    }

    /// What a client needs to know, as one line of JSON.
    public var announcement: String {
        var json = JSONWriter()
        json.beginObject()
        json.member("endpoint", endpoint)
        json.member("iam_endpoint", endpoint)
        json.member("metadata_endpoint", endpoint)
        json.member("id_token_url", endpoint + IdentityTokenIssuer.path)
        account.write(to: &json)
        applications.write(to: &json)
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// The token that opens the service and never ends.
    public var token: String { account.token }

    /// Closes the port and every connection, and forgets everything.
    public func stop() throws {
        try group.syncShutdownGracefully()
    }

    private static func url(of address: SocketAddress?) -> String {
        let host = address?.ipAddress ?? ""
        return "http://\(host.contains(":") ? "[\(host)]" : host):\(address?.port ?? 0)"
    }
}

/// The error of an emulator that could not start.
public struct CannotListen: Error, CustomStringConvertible {
    let host: String
    let port: Int
    let cause: any Error

    public var description: String {
        let reason = (cause as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(cause)"
        return "cannot listen on \(host), port \(port): \(reason)"
    }
}
