internal import CPlatform
internal import CodeArtsDeployModel

extension CallContext {
    /// A request has ended, with an answer or without: reported to whoever asked for that.
    ///
    /// - Parameters:
    ///   - sentMS: when it was sent, by the clock that nobody sets.
    ///   - masking: takes out of a request id what the other side may repeat of what it was sent; nil leaves the id out.
    ///   - members: what it was.
    func answered<Value>(
        _ attempt: Int, sentMS: Int64, _ answer: Result<HTTPReply, TransportFailure>,
        _ result: Result<Value, DeployError>, about subject: @autoclosure () -> EventSubject,
        masking: ((String) -> String)?, _ members: (inout JSONWriter) -> Void
    ) {
        guard let eventLog, eventLog.reportsAnswers else { return }
        eventLog.answer(about: subject()) { json in
            json.member("attempt", attempt)
            members(&json)
            let requestID: String?
            switch answer {
            case .success(let reply):
                json.member("http_status", reply.service.httpStatus)
                requestID = reply.service.requestID
            case .failure(let failure):
                json.member("http_status", ifKnown: failure.httpStatus)
                requestID = failure.requestID
            }
            if let masking { json.member("request_id", ifKnown: requestID.map(masking)) }
            switch result {
            case .success: json.member("status", "CAD_OK")
            case .failure(let error): json.member("status", (error.status.name ?? "CAD_E_UNKNOWN").text)
            }
            json.member("duration_ms", Int(platform_monotonic_ms() - sentMS))
        }
    }
}
