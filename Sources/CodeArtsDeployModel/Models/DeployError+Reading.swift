extension DeployError {
    /// An error that stands inside another document of this library. Those are told of single calls, whose requests
    /// were checked with the whole: none has violations.
    package init?(reading document: JSONValue) {
        guard let status = document["status"]?.stringBytes, let message = document["message"]?.string else {
            return nil
        }
        self.init(Status(named: status) ?? .internal, message, outcome: document["outcome"].flatMap { Outcome($0) })
        httpStatus = document["http_status"]?.integer
        errorCode = document["error_code"]?.string
        errorMessage = document["error_msg"]?.string
        requestID = document["request_id"]?.string
        retryAfterMS = document["retry_after_ms"]?.integer
        attempts = document["attempts"]?.integer
        recordID = document["record_id"]?.string
        warnings = document["warnings"]?.elements.compactMap { $0.string } ?? []
        var json = JSONWriter()
        for member in document.members where Self.detailNames.contains(where: { member.isNamed($0) }) {
            json.rawName(member.nameValue.raw)
            json.raw(member.value.raw)
        }
        details = json.bytes
    }

    private static let detailNames: [StaticString] = ["deployment", "checks", "candidates"]
}

extension Status {
    /// - Parameter name: as in the C header.
    init?(named name: ArraySlice<UInt8>) {
        let named = (0..<Self.numbers).lazy.map { Status(rawValue: $0) }.first { $0.name?.matches(name) ?? false }
        guard let named else { return nil }
        self = named
    }

    /// Every number of the header is below.
    private static let numbers: Int32 = 1000
}

extension Outcome {
    fileprivate init?(_ value: JSONValue) {
        let named = [Outcome.notSent, .refused, .started, .unknown].first { value.isText($0.name) }
        guard let named else { return nil }
        self = named
    }
}
