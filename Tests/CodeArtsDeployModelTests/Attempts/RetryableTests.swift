import CodeArtsDeployModel
import Testing

/// Whether an error document says that the same request may be sent again.
@Suite struct RetryableTests {
    private func error(
        _ status: Status, _ outcome: Outcome?, _ httpStatus: Int? = nil, attempts: Int = 0
    ) -> DeployError {
        var error = DeployError(status, "", outcome: outcome)
        error.httpStatus = httpStatus
        error.attempts = attempts
        return error
    }

    @Test(
        arguments: [
            (Status.resolve, Outcome.notSent, nil, true), (.connect, .notSent, nil, true),
            (.timeout, .notSent, nil, true),
            (.connectTimeout, .notSent, nil, true), (.queueFull, .notSent, nil, true),
            (.throttled, .refused, 429, true),
            // What runs may be one's own earlier start.
            (.busy, .refused, 400, false), (.notFound, .refused, 404, false), (.authentication, .refused, 401, false),
            (.validation, .notSent, nil, false), (.configuration, .notSent, nil, false), (.tls, .notSent, nil, false),
            (.connect, .notSent, 407, false), (.authentication, .notSent, nil, false),
            (.timeout, .unknown, nil, false), (.badResponse, .unknown, 200, false), (.service, .unknown, 503, false),
            (.connect, .started, nil, false), (.deploymentFailed, .started, nil, false),
            (.cancelled, .notSent, nil, false),
        ] as [(Status, Outcome, Int?, Bool)])
    func `a start may be sent again where it is certain that none was made`(
        status: Status, outcome: Outcome, httpStatus: Int?, isRetryable: Bool
    ) {
        #expect(error(status, outcome, httpStatus, attempts: 1).isRetryable == isRetryable)
    }

    @Test(
        arguments: [
            (Status.timeout, nil, true), (.badResponse, nil, true), (.service, 503, true), (.throttled, 429, true),
            (.connect, nil, true), (.notFound, 404, false), (.service, 400, false), (.tls, nil, false),
            (.cancelled, nil, false), (.deploymentTimedOut, nil, false), (.internal, nil, false),
        ] as [(Status, Int?, Bool)])
    func `a question may be asked again where the answer may be another`(
        status: Status, httpStatus: Int?, isRetryable: Bool
    ) {
        #expect(error(status, nil, httpStatus, attempts: 1).isRetryable == isRetryable)
    }

    @Test func `the document says it`() {
        #expect(text(error(.connect, .notSent).document).contains(#""outcome":"not_sent","retryable":true"#))
        #expect(text(error(.busy, .refused).document).contains(#""outcome":"refused","retryable":false"#))
    }
}
