import CodeArtsDeployModel
import Testing

/// The whole table of repetitions.
@Suite struct NextAttemptTests {
    private static let table: [(AttemptFailure, once: NextAttempt, else: NextAttempt)] = [
        (.unreached, .againAfterWait, .againAfterWait), (.untrusted, .end, .end),
        (.ended, .end, .end), (.throttled, .againAfterWait, .againAfterWait),
        (.tokenEnded, .renewThenAgain, .renewThenAgain), (.busy, .end, .end), (.refused, .end, .end),
        (.broken, .end, .againAfterWait), (.lost, .end, .againAfterWait), (.unusable, .end, .againAfterWait),
    ]

    @Test func `each failure has one answer for what starts and one for what does not`() {
        #expect(Self.table.count == AttemptFailure.allCases.count)
        for (failure, once, other) in Self.table {
            for effect in [Effect.starts, .unknown] { #expect(NextAttempt(after: failure, of: effect) == once) }
            for effect in [Effect.reads, .changes] { #expect(NextAttempt(after: failure, of: effect) == other) }
        }
    }

    private func failure(
        _ status: Status, _ httpStatus: Int?, written: Bool = true, canRenew: Bool = false
    ) -> AttemptFailure {
        var error = DeployError(status, "")
        error.httpStatus = httpStatus
        return AttemptFailure(error, wasWritten: written, canRenew: canRenew)
    }

    @Test(arguments: [
        (Status.resolve, AttemptFailure.unreached), (.connect, .unreached), (.connectTimeout, .unreached),
        (.tls, .untrusted), (.timeout, .ended), (.cancelled, .ended),
        (.configuration, .ended), (.authentication, .ended), (.forked, .ended),
    ])
    func `what was not written is known not to have arrived`(status: Status, expected: AttemptFailure) {
        #expect(failure(status, nil, written: false) == expected)
        #expect(failure(status, 502, written: false) == expected)
    }

    @Test func `what was written is told by its answer`() {
        #expect(failure(.throttled, 429) == .throttled && failure(.throttled, 503) == .throttled)
        #expect(failure(.throttled, 200) == .throttled)
        #expect(failure(.authentication, 401) == .refused)
        #expect(failure(.authentication, 401, canRenew: true) == .tokenEnded)
        #expect(failure(.permission, 403, canRenew: true) == .refused)
        #expect(failure(.busy, 400) == .busy && failure(.busy, 200) == .busy)
        #expect(failure(.notFound, 404) == .refused && failure(.service, 400) == .refused)
        #expect(failure(.service, 200) == .refused)
        #expect(failure(.service, 500) == .broken && failure(.service, 599) == .broken)
        #expect(failure(.timeout, nil) == .lost && failure(.badResponse, nil) == .lost)
        #expect(failure(.tls, nil) == .lost && failure(.connect, nil) == .lost)
        #expect(failure(.badResponse, 200) == .unusable)
        #expect(failure(.badResponse, 302) == .refused)
        #expect(failure(.cancelled, nil) == .ended)
    }
}
