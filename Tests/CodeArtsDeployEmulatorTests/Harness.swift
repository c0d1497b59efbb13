import CodeArtsDeployEmulator
import CodeArtsDeployModel
import Glibc
import Testing

/// An emulator of its own for each test, and the few things that tests do to it.
final class Harness {
    static let task = "d2dc947ec2424d8789bb3984bb3adf45"
    static let otherTask = "d0000000000000000000000000000002"
    static let app = "a0000000000000000000000000000001"
    static let project = "c0000000000000000000000000000001"
    static let token = "emulator-token-not-a-secret"
    static let startPath = "/v2/tasks/\(task)/start"

    let emulator: Emulator
    let port: Int

    /// - Parameters:
    ///   - settings: unless given, an application takes any number of deployments at a time.
    ///   - clock: a fixed one makes literal signatures and dates possible.
    init(
        settings: Emulator.Settings = .unguarded, account: Account = .standard,
        clock: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) throws {
        emulator = try Emulator(settings: settings, account: account, clock: clock)
        port = try #require(emulator.endpoint.split(separator: ":").last.flatMap { Int($0) })
    }

    deinit {
        try? emulator.stop()
    }

    func connect() throws -> RawConnection {
        try RawConnection(port: port)
    }

    /// The bytes of a request; a header that is nil is left out.
    func request(
        _ method: String = "POST", _ path: String = startPath, body: String = "{}", token: String? = token,
        contentType: String? = "application/json", headers: [String] = []
    ) -> [UInt8] {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: emulator", "Content-Length: \(body.utf8.count)"]
        if let token { lines.append("X-Auth-Token: \(token)") }
        if let contentType { lines.append("Content-Type: \(contentType)") }
        return Array((lines + headers + ["", body]).joined(separator: "\r\n").utf8)
    }

    /// One request on a connection of its own.
    func call(_ request: [UInt8], method: String = "POST") throws -> RawReply {
        let connection = try connect()
        try connection.send(request)
        return try connection.readReply(to: method)
    }

    func get(_ path: String, headers: [String] = []) throws -> RawReply {
        try call(request("GET", path, body: "", token: nil, contentType: nil, headers: headers), method: "GET")
    }

    /// An operation of the service that has no body.
    func read(_ path: String) throws -> RawReply {
        try call(request("GET", path, body: "", contentType: nil), method: "GET")
    }

    /// Starts a deployment that is accepted.
    func startRecord(_ body: String = "{}", task: String = task) throws -> String {
        let reply = try start(body, path: "/v2/tasks/\(task)/start")
        try #require(reply.status == 200, "\(reply.text)")
        return try #require(reply.json()["id"]?.string)
    }

    func status(of record: String, shape: String = "") throws -> JSONValue {
        let reply = try read("/v2/tasks/\(Self.task)/state?record_id=\(record)\(shape)")
        try #require(reply.status == 200, "\(reply.text)")
        let json = try reply.json()
        return json["result"] ?? json
    }

    func start(_ body: String = "{}", path: String = startPath) throws -> RawReply {
        try call(request("POST", path, body: body))
    }

    func control(_ method: String, _ name: String, body: String = "") throws -> JSONValue {
        let reply = try call(request(method, "/_emulator/\(name)", body: body, token: nil))
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.json()
    }

    func order(_ faults: String) throws {
        _ = try control("POST", "faults", body: #"{"faults":[\#(faults)]}"#)
    }

    func set(_ settings: String) throws {
        _ = try control("POST", "settings", body: settings)
    }

    func outcomes(_ outcomes: String) throws {
        _ = try control("POST", "outcomes", body: #"{"outcomes":[\#(outcomes)]}"#)
    }

    /// What the control plane says of each record under one name.
    func recorded(_ name: StaticString) throws -> [String] {
        let records = try #require(try control("GET", "records")["records"])
        return records.elements.map { $0[name].map { String(decoding: $0.raw, as: UTF8.self) } ?? "absent" }
    }

    var records: Int { get throws { try total(of: control("GET", "records")) } }
    var requests: Int { get throws { try total(of: control("GET", "requests")) } }

    /// Releases what is held, as soon as something is: the request may still be on its way.
    func release() throws {
        try wait { try total(of: control("POST", "release")) > 0 }
    }

    /// Looks again and again; gives up after 30 s at the earliest, when no machine is too busy any more.
    func wait(until isDone: () throws -> Bool) throws {
        for _ in 0..<30_000 {
            if try isDone() { return }
            usleep(1000)
        }
        Issue.record("nothing happened within 30 s")
    }

    private func total(of json: JSONValue) throws -> Int {
        try #require(json["total"]?.integer)
    }
}

extension Emulator.Settings {
    static var unguarded: Emulator.Settings {
        var settings = Emulator.Settings()
        settings.isBusyGuarded = false
        return settings
    }
}
