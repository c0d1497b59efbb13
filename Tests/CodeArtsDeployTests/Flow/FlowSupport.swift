import CodeArtsDeployModel

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// A step that sends one request.
func one(
    until deadline: Deadline = Deadline(inMS: 60_000), path: String = "/x", answerGraceMS: Int = 0,
    then: @escaping (Result<HTTPReply, TransportFailure>) -> Step
) -> Step {
    .send(
        Sending(
            deadline: deadline, answerGraceMS: answerGraceMS,
            make: { () throws(DeployError) in
                HTTPRequest(
                    try WireRequest(method: "GET", url: endpoint + path), isLocal: false,
                    timeoutMS: deadline.remainingMS)
            }, then: then))
}

/// A step whose request cannot be made.
func impossible(then: @escaping (Result<HTTPReply, TransportFailure>) -> Step) -> Step {
    .send(
        Sending(
            deadline: .never, make: { () throws(DeployError) in throw DeployError(.internal, "No request") },
            then: then))
}

/// A flow of one request that ends with how it was answered: `200`, or `timeout, not written`.
func told(until deadline: Deadline = Deadline(inMS: 60_000), path: String = "/x", answerGraceMS: Int = 0) -> Step {
    one(until: deadline, path: path, answerGraceMS: answerGraceMS) { .end(.success(bytes(words($0)))) }
}

func words(_ answer: Result<HTTPReply, TransportFailure>) -> String {
    switch answer {
    case .success(let reply): "\(reply.service.httpStatus)"
    case .failure(let failure):
        "\(failure.status.name?.text ?? "?"), \(failure.wasWritten ? "written" : "not written")"
    }
}
