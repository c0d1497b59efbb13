/// The tokens that open the service: the one that never ends, and those that IAM has issued.
struct Tokens {
    private let permanent: String?
    private var ends: [String: Timestamp] = [:]

    init(permanent: String?) {
        self.permanent = permanent
    }

    /// A new one. Those before it stay valid.
    mutating func issue(until end: Timestamp) -> String {
        let token = "emulator-token-" + Identifier.random() + Identifier.random()
        ends[token] = end
        return token
    }

    func check(_ token: String, at now: Timestamp) throws(ServiceError) {
        guard token != permanent else { return }
        guard let end = ends[token] else { throw .authentication("decrypt token fail") }
        guard now < end else { throw .authentication("token expires, expires_at:\(end.iso)") }
    }
}
