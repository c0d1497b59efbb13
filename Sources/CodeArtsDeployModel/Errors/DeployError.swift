/// Why a call failed, what that means for a second try, and every word that the service said about it.
public struct DeployError: Error, Sendable {
    /// Also the number that the C functions return.
    public var status: Status
    /// What happened, whether it was sent, what to do now.
    public var message: String
    /// Only on whatever may start a deployment.
    public var outcome: Outcome?
    public var violations: [Violation] = []
    public var httpStatus: Int?
    /// The service's own: `Deploy.00011161`, `APIGW.0301`.
    public var errorCode: String?
    public var errorMessage: String?
    public var requestID: String?
    public var retryAfterMS: Int?
    /// How many requests were written.
    public var attempts: Int?

    public init(_ status: Status, _ message: String, outcome: Outcome? = nil) {
        self.status = status
        self.message = message
        self.outcome = outcome
    }

    /// Faults that were found before anything was sent.
    ///
    /// - Parameter faults: how many there are, where not all of them are listed.
    public init(
        _ status: Status, violations: [Violation], count faults: Int? = nil, of subject: String, outcome: Outcome? = nil
    ) {
        let first = violations.first
        let place = first.map { $0.path.isEmpty ? "" : "\($0.path): " } ?? ""
        let total = faults ?? violations.count
        let count = total == 1 ? "a fault" : "\(total) faults"
        let lead = total == 1 ? "" : "The first: "
        self.init(
            status, "\(subject) has \(count); nothing was sent. \(lead)\(place)\(first?.message ?? "")",
            outcome: outcome)
        self.violations = violations
    }

    /// The error document of the C header.
    public var document: [UInt8] {
        var json = JSONWriter(reserving: 512)
        json.beginObject()
        json.member("status", (status.name ?? "CAD_E_UNKNOWN").text)
        json.member("message", message)
        json.member("outcome", ifKnown: outcome?.name.text)
        if !violations.isEmpty {
            json.name("violations")
            json.beginArray()
            for violation in violations { violation.write(to: &json) }
            json.endArray()
        }
        json.member("http_status", ifKnown: httpStatus)
        json.member("error_code", ifKnown: errorCode)
        json.member("error_msg", ifKnown: errorMessage)
        json.member("request_id", ifKnown: requestID)
        json.member("retry_after_ms", ifKnown: retryAfterMS)
        json.member("attempts", ifKnown: attempts)
        json.endObject()
        return json.bytes
    }
}
