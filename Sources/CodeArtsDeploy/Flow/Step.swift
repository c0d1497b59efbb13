internal import CodeArtsDeployModel

/// A step of a flow in continuation-passing style: the next action, and what follows it.
///
/// A flow is a function that returns its first step. It reads from top to bottom like code that blocks, and yet any
/// thread can carry it: the caller's own, or the one that serves thousands at once.
enum Step {
    case send(Sending)
    /// Goes on after so many milliseconds, or at once when somebody cancels the run.
    case pause(ms: Int, then: () -> Step)
    /// Runs many flows side by side, and goes on when all of them have ended.
    case many(Batch, then: () -> Step)
    case end(Result<[UInt8], DeployError>)
}

/// A request on its way to the service.
struct Sending {
    /// Waiting for its turn counts.
    let deadline: Deadline
    /// What the gateway counts it as; nil: none of the service.
    var api: API?
    /// How long its answer is waited for by one who is cancelled after it may have been written; 0: not at all.
    var answerGraceMS = 0
    /// Makes the request when its turn has come, because a signature has a time.
    let make: () throws(DeployError) -> HTTPRequest
    let then: (Result<HTTPReply, TransportFailure>) -> Step

    /// A request that could not be made was not written.
    func request() -> Result<HTTPRequest, TransportFailure> {
        do throws(DeployError) {
            return .success(try make())
        } catch {
            var words = Array(error.message.utf8)
            if words.last == UInt8(ascii: ".") { words.removeLast() }
            return .failure(
                TransportFailure(error.status, String(decoding: words, as: UTF8.self), wasWritten: false))
        }
    }
}
