import CodeArtsDeployModel
import NIOHTTP1

/// What the service itself does not have: `/_emulator`, for tests to look behind the curtain. It needs no token, is
/// struck by no fault and counted by nobody.
///
/// | call | does |
/// |---|---|
/// | `GET /_emulator/records` | `{"total", "records": […]}`: what truly was started, in the order of start |
/// | `GET /_emulator/requests` | `{"total"}`: how many requests reached the service's own paths |
/// | `GET /_emulator/log` | `{"requests": […]}`: those, and what IAM and the metadata service were asked |
/// | `POST /_emulator/faults` | `{"faults": […]}` are lined up behind those that wait already (see `Fault`) |
/// | `POST /_emulator/release` | lets held requests go on; `{"total"}` says how many |
/// | `POST /_emulator/reset` | forgets records, counts, log, locks and faults, and closes what is held |
enum ControlPlane {
    static func owns(_ path: Substring) -> Bool {
        path == "/_emulator" || path.hasPrefix("/_emulator/")
    }

    static func respond(to request: Request, state: ServiceState) -> Reply {
        switch (request.method, request.path.dropFirst("/_emulator".utf8.count)) {
        case (.GET, "/records"): records(state)
        case (.GET, "/requests"): total(state.requests)
        case (.GET, "/log"): log(state)
        case (.POST, "/faults"): order(request, state)
        case (.POST, "/release"): total(state.release())
        case (.POST, "/reset"): reset(state)
        default: refuse("there is no \(request.method.rawValue) \(request.path)", status: 404)
        }
    }

    private static func records(_ state: ServiceState) -> Reply {
        var json = JSONWriter()
        json.beginObject()
        json.member("total", state.records.count)
        json.name("records")
        json.beginArray()
        for record in state.records { record.write(to: &json) }
        json.endArray()
        json.endObject()
        return Reply(status: 200, body: json.bytes)
    }

    private static func log(_ state: ServiceState) -> Reply {
        var json = JSONWriter()
        state.log.write(to: &json)
        return Reply(status: 200, body: json.bytes)
    }

    private static func order(_ request: Request, _ state: ServiceState) -> Reply {
        do {
            let orders = try FaultOrder.orders(in: request.body)
            state.faults.append(orders)
            return total(state.faults.waiting)
        } catch {
            return refuse(error.message, status: 400)
        }
    }

    private static func reset(_ state: ServiceState) -> Reply {
        state.reset()
        return Reply(status: 200, body: Array("{}".utf8))
    }

    private static func total(_ number: Int) -> Reply {
        var json = JSONWriter()
        json.beginObject()
        json.member("total", number)
        json.endObject()
        return Reply(status: 200, body: json.bytes)
    }

    private static func refuse(_ message: String, status: Int) -> Reply {
        var json = JSONWriter()
        json.beginObject()
        json.member("error", message)
        json.endObject()
        return Reply(status: status, body: json.bytes)
    }
}
