import CodeArtsDeployModel
import NIOHTTP1

/// The emulator's control plane, `/_emulator`, for tests to give orders and to see what ran (see `ControlIndex`). It needs
/// no token, is struck by no fault and counted by nobody.
enum ControlPlane {
    static func owns(_ path: Substring) -> Bool {
        path == "/_emulator" || path.hasPrefix("/_emulator/")
    }

    static func respond(to request: Request, state: ServiceState) -> Reply {
        do throws(OrderError) {
            switch (request.method, request.path.dropFirst("/_emulator".utf8.count)) {
            case (.GET, ""), (.GET, "/"):
                return Reply(status: 200, contentType: "text/markdown; charset=utf-8", body: ControlIndex.text)
            case (.GET, "/records"): return records(state)
            case (.GET, "/applications"): return applications(state)
            case (.GET, "/requests"): return total(state.requests)
            case (.GET, "/requests/last"): return try recent(request, state)
            case (.GET, "/log"): return log(state)
            case (.POST, "/faults"): return try orderFaults(JSONValue.order(request.body), state)
            case (.POST, "/outcomes"): return try orderOutcomes(JSONValue.order(request.body), state)
            case (.POST, "/foreign"): return try startElsewhere(JSONValue.order(request.body), state)
            case (.POST, "/history"): return try addHistory(JSONValue.order(request.body), state)
            case (.POST, "/settings"): return try change(JSONValue.order(request.body), state)
            case (.POST, "/release"): return total(state.release())
            case (.POST, "/reset"):
                state.reset()
                return .object { _ in }
            default:
                let call = "\(request.method.rawValue) \(request.path)"
                return refuse("there is no \(call); GET /_emulator/ lists what there is", status: 404)
            }
        } catch {
            return refuse(error.message, status: 400)
        }
    }

    private static func records(_ state: ServiceState) -> Reply {
        .object { json in
            json.member("total", state.store.started)
            json.member("records", each: state.store.all.lazy.filter { $0.source != .history }) { json, record in
                record.write(to: &json, at: state.now)
            }
        }
    }

    private static func applications(_ state: ServiceState) -> Reply {
        .object { state.behaviour.applications.write(to: &$0) }
    }

    private static func recent(_ request: Request, _ state: ServiceState) throws(OrderError) -> Reply {
        guard let count = Int(request.query["n"] ?? "10"), (1...RecentRequests.capacity).contains(count) else {
            throw OrderError(message: "n must be a whole number from 1 to \(RecentRequests.capacity)")
        }
        var json = JSONWriter()
        state.recent.write(last: count, to: &json)
        return Reply(status: 200, body: json.bytes)
    }

    private static func log(_ state: ServiceState) -> Reply {
        var json = JSONWriter()
        state.log.write(to: &json)
        return Reply(status: 200, body: json.bytes)
    }

    static func total(_ number: Int) -> Reply {
        .object { $0.member("total", number) }
    }

    private static func refuse(_ message: String, status: Int) -> Reply {
        var reply = Reply.object { $0.member("error", message) }
        reply.status = status
        return reply
    }
}
