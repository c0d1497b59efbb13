import CodeArtsDeployModel

/// The record in the documents' example.
let record = "0ee9c8e6a7dc44109541e53c6dccf47c"

/// 2026-01-01 00:00:00 UTC.
let newYear: Int64 = 1_767_225_600

func result(
    _ httpStatus: Int, _ body: String, requestID: String? = nil, retryAfter: String? = nil, attempts: Int = 1
) throws(DeployError) -> String {
    let reply = ServiceReply(httpStatus: httpStatus, body: bytes(body), requestID: requestID, retryAfter: retryAfter)
    return text(try ReplyReader(.startDeployTask, reply, attempts: attempts, now: newYear).result())
}

/// Why a reply to a start is no success.
func refusal(
    _ httpStatus: Int, _ body: String, requestID: String? = nil, retryAfter: String? = nil
) -> DeployError? {
    failure { () throws(DeployError) in try result(httpStatus, body, requestID: requestID, retryAfter: retryAfter) }
}
