/// The error of a call: why it failed, what that means for a second try, and every word that the service said about it.
///
/// A value as any other, but of one word: everything that may throw hands this on, and so moves one reference instead
/// of seventeen words.
public struct DeployError: Error, Sendable {
    private var storage: Storage

    /// What is there to be written to: a copy of its own while others read the same.
    private var own: Storage {
        @inline(never)
        mutating get {
            if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.contents) }
            return storage
        }
    }

    @inline(never)
    public init(_ status: Status, _ message: String, outcome: Outcome? = nil) {
        storage = Storage(Storage.Contents(status: status, message: message, outcome: outcome))
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
        json.name("retryable")
        json.boolean(isRetryable)
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
        json.member("record_id", ifKnown: recordID)
        if !warnings.isEmpty { json.texts("warnings", warnings) }
        json.members(details)
        json.endObject()
        return json.bytes
    }
}

extension DeployError {
    /// Also the number that the C functions return.
    public var status: Status {
        get { storage.contents.status }
        set { own.contents.status = newValue }
    }

    /// What happened, whether it was sent, what to do now.
    public var message: String {
        get { storage.contents.message }
        set { own.contents.message = newValue }
    }

    /// Only on whatever may start a deployment.
    public var outcome: Outcome? {
        get { storage.contents.outcome }
        set { own.contents.outcome = newValue }
    }

    public var violations: [Violation] {
        get { storage.contents.violations }
        set { own.contents.violations = newValue }
    }

    public var httpStatus: Int? {
        get { storage.contents.httpStatus }
        set { own.contents.httpStatus = newValue }
    }

    /// The service's own: `Deploy.00011161`, `APIGW.0301`.
    public var errorCode: String? {
        get { storage.contents.errorCode }
        set { own.contents.errorCode = newValue }
    }

    public var errorMessage: String? {
        get { storage.contents.errorMessage }
        set { own.contents.errorMessage = newValue }
    }

    public var requestID: String? {
        get { storage.contents.requestID }
        set { own.contents.requestID = newValue }
    }

    public var retryAfterMS: Int? {
        get { storage.contents.retryAfterMS }
        set { own.contents.retryAfterMS = newValue }
    }

    /// How many requests were written.
    public var attempts: Int? {
        get { storage.contents.attempts }
        set { own.contents.attempts = newValue }
    }

    /// The deployment that it is about, once that is known.
    public var recordID: String? {
        get { storage.contents.recordID }
        set { own.contents.recordID = newValue }
    }

    /// What the operation warned of before it ended so.
    public var warnings: [String] {
        get { storage.contents.warnings }
        set { own.contents.warnings = newValue }
    }

    /// Further members of the document, as JSON text: `"deployment":{…},"checks":[…]`. Never with a secret in it.
    public var details: [UInt8] {
        get { storage.contents.details }
        set { own.contents.details = newValue }
    }
}

/// Written to only by an error that alone has it.
private final class Storage: @unchecked Sendable {
    struct Contents {
        var status: Status
        var message: String
        var outcome: Outcome?
        var violations: [Violation] = []
        var httpStatus: Int?
        var errorCode: String?
        var errorMessage: String?
        var requestID: String?
        var retryAfterMS: Int?
        var attempts: Int?
        var recordID: String?
        var warnings: [String] = []
        var details: [UInt8] = []
    }

    var contents: Contents

    init(_ contents: Contents) {
        self.contents = contents
    }
}

#if !hasFeature(Embedded)
    extension DeployError: CustomStringConvertible {
        public var description: String { "\((status.name ?? "CAD_E_UNKNOWN").text): \(message)" }
    }
#endif
