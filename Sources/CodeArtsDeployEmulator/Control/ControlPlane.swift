import CodeArtsDeployModel
import NIOHTTP1

/// The emulator's control plane, `/_emulator`, for tests to give orders and to see what ran. It needs no token, is
/// struck by no fault and counted by nobody.
///
/// | call | does |
/// |---|---|
/// | `GET /_emulator/records` | `{"total", "records": […]}`: what truly was started, in the order of start |
/// | `GET /_emulator/applications` | `{"app_ids", "task_ids", "app_names"}`, each in the order of the applications |
/// | `GET /_emulator/requests` | `{"total"}`: how many requests reached the service's own paths |
/// | `GET /_emulator/requests/last?n=10` | `{"requests": […]}`: the newest requests as they came, without secrets |
/// | `GET /_emulator/log` | `{"requests": […]}`: those, and what IAM and the metadata service were asked |
/// | `POST /_emulator/faults` | `{"faults": […]}` are queued after those that wait already (see `Fault`) |
/// | the same with `{"mix": {…}}` | sets random faults (see `FaultMix`); null ends them |
/// | `POST /_emulator/outcomes` | `{"outcomes": […]}`: how the deployments to come go (see `OutcomeScript`) |
/// | `POST /_emulator/foreign` | `{"task_id", "params": […]}`: somebody else starts a deployment |
/// | `POST /_emulator/history` | `{"task_id", "records": […]}`: deployments of former days |
/// | `POST /_emulator/settings` | `{"busy": true, …}` changes how the service behaves (see `Behaviour`) |
/// | `POST /_emulator/release` | lets held requests go on; `{"total"}` says how many |
/// | `POST /_emulator/reset` | forgets all of it, locks too, and closes what is held |
enum ControlPlane {
    static func owns(_ path: Substring) -> Bool {
        path == "/_emulator" || path.hasPrefix("/_emulator/")
    }

    static func respond(to request: Request, state: ServiceState) -> Reply {
        do throws(OrderError) {
            switch (request.method, request.path.dropFirst("/_emulator".utf8.count)) {
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
            default: return refuse("there is no \(request.method.rawValue) \(request.path)", status: 404)
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
