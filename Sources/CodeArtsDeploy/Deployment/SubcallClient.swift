internal import CodeArtsDeployModel

/// A client for the calls of a composite operation, which counts them.
final class SubcallClient {
    let dependencies: CallDependencies
    private let timeoutMS: Int
    private let maxAttempts: Int?
    private let traceParent: String?
    /// How many requests were written.
    private(set) var attempts = 0
    /// The client of the whole operation, which counts them too; nil where this is it.
    private let whole: SubcallClient?
    /// The service has answered: the way to it is there, and so is the right to ask.
    private var hasAnswered = false

    /// - Parameter prepared: its `_options` bound every single call.
    init(_ prepared: PreparedRequest, over dependencies: CallDependencies) {
        self.dependencies = dependencies
        timeoutMS = prepared.timeoutMS ?? dependencies.configuration.timeoutMS
        maxAttempts = prepared.maxAttempts
        traceParent = prepared.traceParent
        whole = nil
    }

    private init(partOf whole: SubcallClient) {
        dependencies = whole.dependencies
        timeoutMS = whole.timeoutMS
        maxAttempts = whole.maxAttempts
        traceParent = whole.traceParent
        self.whole = whole
    }

    /// One for a part of the operation, which has counted nothing yet.
    var part: SubcallClient { SubcallClient(partOf: self) }

    private func count(_ written: Int) {
        attempts += written
        whole?.count(written)
    }

    /// - Parameters:
    ///   - text: the request, without options.
    ///   - isPatient: whether it is sent again until the operation's deadline if the service refuses it for being one
    ///     too many.
    ///   - isOnce: whether a failure is left to the caller, who asks again anyway.
    func call(
        _ operation: Operation, text: [UInt8], context: CallContext, isPatient: Bool = true, isOnce: Bool = false,
        then: @escaping (Result<JSONValue, DeployError>) -> Step
    ) -> Step {
        do throws(DeployError) {
            let prepared = try PreparedRequest(operation, text)
            return send(prepared, context: context, isPatient: isPatient, isOnce: isOnce) {
                then(self.read($0, of: operation))
            }
        } catch {
            return then(read(.failure(error), of: operation))
        }
    }

    /// Sends a request that stands in the operation's own, and was checked with it; the result is passed on as it is.
    func send(
        _ operation: Operation, checked request: JSONValue, context: CallContext,
        then: @escaping (Result<[UInt8], DeployError>) -> Step
    ) -> Step {
        do throws(DeployError) {
            return send(
                try PreparedRequest(operation, checked: request), context: context, isPatient: true, then: then)
        } catch {
            return then(.failure(error))
        }
    }

    private func send(
        _ prepared: PreparedRequest, context: CallContext, isPatient: Bool, isOnce: Bool = false,
        then: @escaping (Result<[UInt8], DeployError>) -> Step
    ) -> Step {
        var prepared = prepared
        prepared.maxAttempts = isOnce ? 1 : maxAttempts
        prepared.traceParent = traceParent
        let deadline = Deadline(inMS: min(timeoutMS, context.deadline.remainingMS))
        // An explicit max_attempts also limits the attempts after a 429.
        let patience =
            isPatient && maxAttempts == nil
            ? ThrottlePatience(
                deadline: context.deadline.isNever ? deadline : context.deadline, attemptMS: timeoutMS) : nil
        return dependencies.call(prepared, context: context.with(deadline), patience: patience, then: then)
    }

    private func read(_ result: Result<[UInt8], DeployError>, of operation: Operation) -> Result<JSONValue, DeployError>
    {
        switch result {
        case .failure(let error):
            count(error.attempts ?? 0)
            if error.isOfService { hasAnswered = true }
            // Once the service has answered, a page in its place says nothing about task, record or rights.
            let isOutage = error.isPage && hasAnswered && !operation.effect.isOnceOnly
            return .failure(isOutage ? error.asOutage : error)
        case .success(let text):
            // It was written by this library a moment ago.
            guard let document = try? JSONDocument(parsing: text) else {
                return .failure(DeployError(.internal, "The result could not be read again."))
            }
            count(document.root["_meta"]?["attempts"]?.integer ?? 1)
            hasAnswered = true
            return .success(document.root)
        }
    }
}

extension DeployError {
    /// A page that came in place of an answer: the service could not be asked.
    fileprivate var asOutage: DeployError {
        guard status != .throttled else { return self }
        var outage = DeployError(
            .badResponse,
            "A page came in place of the service's answer (HTTP \(httpStatus ?? 0)): a proxy or gateway on the way may have sent it.",
            outcome: outcome)
        outage.httpStatus = httpStatus
        outage.errorCode = errorCode
        outage.errorMessage = errorMessage
        outage.requestID = requestID
        outage.retryAfterMS = retryAfterMS
        outage.attempts = attempts
        return outage
    }

    /// Whether asking again later cannot help: the service has understood, and says no.
    var isFinal: Bool {
        switch status {
        case .validation, .configuration, .invalidArgument, .authentication, .permission, .notFound, .unsupported,
            .internal:
            true
        case .service: (httpStatus ?? 500) < 500
        default: false
        }
    }
}
