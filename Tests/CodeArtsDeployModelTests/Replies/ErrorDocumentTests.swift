import CodeArtsDeployModel
import Testing

/// The error document of the C header, byte for byte.
@Suite struct ErrorDocumentTests {
    @Test func `what is not known is absent`() {
        #expect(
            text(DeployError(.internal, "It broke.").document)
                == #"{"status":"CAD_E_INTERNAL","message":"It broke.","retryable":false}"#)
        #expect(
            text(DeployError(Status(rawValue: 77), "?").document)
                == #"{"status":"CAD_E_UNKNOWN","message":"?","retryable":false}"#)
    }

    @Test func `all that is known stands there in the documented order`() {
        var error = DeployError(.busy, "Say \"no\"\n", outcome: .refused)
        error.violations = [
            Violation(path: "a[0]", rule: .unknownField, message: "m", position: TextPosition(line: 4, column: 16)),
            Violation(path: "", rule: .size, message: "n"),
        ]
        error.httpStatus = 400
        error.errorCode = "Deploy.00011161"
        error.errorMessage = "无"
        error.requestID = "r-1"
        error.retryAfterMS = 0
        error.attempts = 1
        #expect(
            text(error.document)
                == #"{"status":"CAD_E_BUSY","message":"Say \"no\"\u000a","outcome":"refused","retryable":false,"violations":["#
                + #"{"path":"a[0]","rule":"unknown_field","message":"m","line":4,"column":16},"#
                + #"{"path":"","rule":"size","message":"n"}],"http_status":400,"error_code":"Deploy.00011161","#
                + #""error_msg":"无","request_id":"r-1","retry_after_ms":0,"attempts":1}"#)
    }

    @Test func `the deployment that an error is about ends its document`() {
        var error = DeployError(.deploymentFailed, "m", outcome: .started)
        error.attempts = 3
        error.recordID = "r"
        error.details = bytes(#""deployment":{"state":"failed"},"checks":[]"#)
        #expect(
            text(error.document)
                == #"{"status":"CAD_E_DEPLOYMENT_FAILED","message":"m","outcome":"started","retryable":false,"attempts":3,"record_id":"r","#
                + #""deployment":{"state":"failed"},"checks":[]}"#)
        error.recordID = nil
        error.attempts = nil
        error.details = []
        #expect(
            text(error.document)
                == #"{"status":"CAD_E_DEPLOYMENT_FAILED","message":"m","outcome":"started","retryable":false}"#)
    }

    @Test func `a refused request has its document`() throws {
        #expect(
            try text(#require(refusal(of: #"{"task_id":5}"#)).document)
                == #"{"status":"CAD_E_VALIDATION","message":"The request has a fault; nothing was sent. task_id: "#
                + #"This is a number; it must be a string.","outcome":"not_sent","retryable":false,"violations":[{"path":"task_id","rule":"type","#
                + #""message":"This is a number; it must be a string.","line":1,"column":12}]}"#)
    }

    @Test func `a refusal of the service has its document`() throws {
        let error = try #require(
            refusal(429, #"{"error_code":"APIGW.0308","error_msg":"ratelimit"}"#, requestID: "r-2", retryAfter: "2"))
        #expect(
            text(error.document)
                == #"{"status":"CAD_E_THROTTLED","message":"The service takes no more requests for now; wait before the next "#
                + #"(HTTP 429, APIGW.0308: ratelimit). The service did not start the deployment.","outcome":"refused","retryable":true,"#
                + #""http_status":429,"error_code":"APIGW.0308","error_msg":"ratelimit","request_id":"r-2","#
                + #""retry_after_ms":2000,"attempts":1}"#)
    }

    @Test func `rules and outcomes have the header's names`() {
        let rules: [Rule] = [
            .json, .type, .required, .length, .range, .count, .pattern, .forbidden, .enum, .duplicate, .unknownField,
            .encoding,
            .depth, .size, .conflict,
        ]
        #expect(
            rules.map(\.name.text).joined(separator: " ")
                == "json type required length range count pattern forbidden enum duplicate unknown_field encoding depth size conflict"
        )
        let outcomes: [Outcome] = [.notSent, .refused, .started, .unknown]
        #expect(outcomes.map(\.name.text) == ["not_sent", "refused", "started", "unknown"])
    }
}
