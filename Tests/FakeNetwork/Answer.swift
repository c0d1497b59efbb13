@testable import CodeArtsDeploy
import CodeArtsDeployModel

/// How the played network treats one request.
enum Answer: Sendable {
    case reply(HTTPReply)
    case failure(TransportFailure)
    /// It cannot even begin.
    case noBeginning(TransportFailure)
    /// Nothing comes: on a caller's thread until its time is over, in a crowd until the test lets it.
    case silence

    /// The service makes a record.
    static var started: Answer { status(200, #"{"id":"\#(record)","task_id":"\#(task)"}"#) }

    static func status(
        _ httpStatus: Int, _ body: String = "", requestID: String? = nil, retryAfter: String? = nil,
        subjectToken: String? = nil, date: String? = nil
    ) -> Answer {
        let reply = ServiceReply(
            httpStatus: httpStatus, body: bytes(body), requestID: requestID, retryAfter: retryAfter)
        return .reply(HTTPReply(reply, date: date, subjectToken: subjectToken.map { Secret(bytes($0)[...]) }))
    }

    /// The connection failed before the request was written.
    static func unwritten(_ status: Status) -> Answer {
        .failure(TransportFailure(status, "No way", wasWritten: false))
    }

    /// It broke off behind the request.
    static func written(_ status: Status) -> Answer {
        .failure(TransportFailure(status, "It broke off", wasWritten: true))
    }

    /// What comes without anybody's doing; nil for silence.
    var result: Result<HTTPReply, TransportFailure>? {
        switch self {
        case .reply(let reply): .success(reply)
        case .failure(let failure), .noBeginning(let failure): .failure(failure)
        case .silence: nil
        }
    }
}
