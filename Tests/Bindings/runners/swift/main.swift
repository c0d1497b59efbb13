// The runner of Swift's own client. See Tests/Bindings/README.md for its orders.
import CodeArtsDeploy
import CodeArtsDeployModel
import Foundation

typealias ServiceOperation = CodeArtsDeployModel.Operation

nonisolated(unsafe) var client: Client?

func bytes(_ order: JSONValue, _ name: String) -> [UInt8]? {
    for member in order.members where member.name == name { return member.value.string.map { Array($0.utf8) } }
    for member in order.members where member.name == name + "_hex" {
        let digits = Array(member.value.string?.utf8 ?? "".utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
    }
    return nil
}

func given(_ order: JSONValue, _ name: String) -> [UInt8] { bytes(order, name) ?? [] }

func number(_ order: JSONValue, _ name: String) -> Int { Int(String(decoding: given(order, name), as: UTF8.self)) ?? 0 }

func read(_ json: [UInt8]) throws(DeployError) -> JSONValue {
    do throws(JSONFault) {
        return try JSONDocument(parsing: json).root
    } catch {
        throw DeployError(.internal, error.message)
    }
}

func operation(_ order: JSONValue) throws(DeployError) -> ServiceOperation {
    try ServiceOperation(named: given(order, "operation"))
}

func run(_ order: JSONValue, _ events: inout [[UInt8]]) throws(DeployError) -> [UInt8] {
    guard let client else { return [] }
    let request = given(order, "request")
    if order["events"] != nil { return try client.call(try operation(order), request) }
    let running = try client.submit(try operation(order), request)
    defer { running.release() }
    let cancelOn = order["cancel_on"]?.string
    while case .event(let event) = try running.nextEvent(timeoutMS: -1) {
        events.append(event)
        let name = try read(event)["event"]?.string
        if name == cancelOn { running.cancel() }
    }
    return try running.wait(timeoutMS: -1) ?? []
}

func starts(_ order: JSONValue) -> Int {
    let request = given(order, "request"), threads = number(order, "threads"), count = number(order, "count")
    nonisolated(unsafe) var done = 0
    let lock = NSLock()
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
        for _ in 0..<(count / threads + (thread < count % threads ? 1 : 0)) {
            guard (try? client?.call(.startDeployTask, request)) != nil else { continue }
            lock.withLock { done += 1 }
        }
    }
    return done
}

func abandon(_ order: JSONValue) throws(DeployError) {
    guard let running = try client?.submit(try operation(order), given(order, "request")) else { return }
    while case .event(let event) = try running.nextEvent(timeoutMS: -1) {
        if try read(event)["event"]?.string == "started" { break }
    }
    say(#"{"status":"CAD_OK"}"#)
    exit(0)
}

func drop(_ order: JSONValue) throws(DeployError) {
    for _ in 0..<number(order, "count") {
        let other = Client(try Configuration(Array("{}".utf8)))
        try other.submit(try operation(order), given(order, "request")).release()
    }
}

func start(_ order: JSONValue) throws(DeployError) -> [UInt8] {
    let token = bytes(order, "token")
    do throws(DeployError) {
        let task = ExternalField("task_id", given(order, "task_id"))
        return try DefaultClientCache.shared.current().call(
            .startDeployTask, bytes(order, "body") ?? Array("{}".utf8), given: [task],
            token: token.map { bytes throws(DeployError) in try AuthToken(bytes) })
    } catch {
        var error = error
        error.outcome = error.outcome ?? .notSent
        throw error
    }
}

func carryOut(_ order: JSONValue, _ events: inout [[UInt8]]) throws(DeployError) -> [UInt8] {
    switch order["do"]?.string {
    case "open": client = Client(try Configuration(given(order, "configuration")))
    case "close": client = nil
    case "run": return try run(order, &events)
    case "validate": return try PreparedRequest(try operation(order), given(order, "request")).summary
    case "schema": return Schema.document(of: try operation(order))
    case "start": return try start(order)
    case "abandon": try abandon(order)
    case "drop": try drop(order)
    default: fatalError("there is no such order")
    }
    return Array("{}".utf8)
}

func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

func answer(_ status: String, _ members: (inout JSONWriter) -> Void) {
    var json = JSONWriter()
    json.object {
        $0.member("status", status)
        members(&$0)
    }
    say(String(decoding: json.bytes, as: UTF8.self))
}

func write(_ events: [[UInt8]], to json: inout JSONWriter) {
    json.texts("events", events.map { String(decoding: $0, as: UTF8.self) })
}

while let line = readLine() {
    var events: [[UInt8]] = []
    let order = try JSONDocument(parsing: Array(line.utf8)).root
    // A client that was let go of is no more: Swift's users have none to call.
    if client == nil, order["do"]?.string == "run" {
        answer("closed") { _ in }
        continue
    }
    if order["do"]?.string == "starts" {
        let count = starts(order)
        answer("CAD_OK") { $0.member("ok", "\(count)") }
        continue
    }
    do throws(DeployError) {
        let result = try carryOut(order, &events)
        answer("CAD_OK") { json in
            json.member("document", String(decoding: result, as: UTF8.self))
            write(events, to: &json)
        }
    } catch {
        answer("\(error.status.name ?? "CAD_E_UNKNOWN")") { json in
            json.member("message", error.message)
            json.member("outcome", ifKnown: error.outcome.map { "\($0.name)" })
            json.name("violations")
            json.beginArray()
            for violation in error.violations {
                json.beginArray()
                json.string(violation.path)
                json.string("\(violation.rule.name)")
                json.endArray()
            }
            json.endArray()
            json.member("document", String(decoding: error.document, as: UTF8.self))
            write(events, to: &json)
        }
    }
}
