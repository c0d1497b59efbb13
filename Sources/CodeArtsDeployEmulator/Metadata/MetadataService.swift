import CodeArtsDeployModel

/// An emulated metadata service of an ECS that has an agency.
///
/// | call | does |
/// |---|---|
/// | `PUT /meta-data/latest/api/token` | a session, for as many seconds as `X-Metadata-Token-Ttl-Seconds` says |
/// | `GET /openstack/latest/securitykey` | a new temporary key, for who names a session in `X-Metadata-Token` |
///
/// Reference: https://support.huaweicloud.com/intl/en-us/usermanual-ecs/ecs_03_0166.html
enum MetadataService {
    static func owns(_ path: Substring) -> Bool {
        path.hasPrefix("/meta-data/") || path.hasPrefix("/openstack/")
    }

    static func respond(to request: Request, state: ServiceState) -> Reply {
        let now = state.access.clock()
        switch (request.method, request.path) {
        case (.PUT, "/meta-data/latest/api/token"):
            let seconds = request.headers.first(name: "X-Metadata-Token-Ttl-Seconds").flatMap { Int($0) }
            guard let seconds, (1...21_600).contains(seconds) else { return refusal(400, "Bad Request") }
            let session = state.metadata.open(until: now.advanced(bySeconds: seconds))
            return Reply(status: 200, contentType: "text/plain", body: Array(session.utf8))
        case (.GET, "/openstack/latest/securitykey"):
            guard let session = request.headers.first(name: "X-Metadata-Token"),
                state.metadata.isOpen(session, at: now)
            else { return refusal(401, "Unauthorized") }
            return Reply(status: 200, body: state.access.issueKey().json)
        default:
            return refusal(404, "Not Found")
        }
    }

    private static func refusal(_ status: Int, _ text: String) -> Reply {
        Reply(status: status, contentType: "text/plain", body: Array(text.utf8))
    }
}

/// The sessions of the metadata service. Opening one shows that a client can do more than follow a link.
struct MetadataSessions {
    private var ends: [String: Timestamp] = [:]

    mutating func open(until end: Timestamp) -> String {
        let session = "emulator-session-" + Identifier.random()
        ends[session] = end
        return session
    }

    func isOpen(_ session: String, at now: Timestamp) -> Bool {
        ends[session].map { now < $0 } ?? false
    }
}

extension TemporaryKey {
    var json: [UInt8] {
        var json = JSONWriter()
        json.object {
            $0.name("credential")
            $0.object {
                $0.member("access", id)
                $0.member("secret", secret)
                $0.member("securitytoken", securityToken)
                $0.member("expires_at", end.iso)
            }
        }
        return json.bytes
    }
}
