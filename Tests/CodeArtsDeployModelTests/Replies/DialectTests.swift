import CodeArtsDeployModel
import Testing

/// One of the forms in which the service and what stands around it report errors, and what must be understood of it.
struct Dialect: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let body: String
    let code: String?
    let message: String?
    let requestID: String?

    init(_ name: String, _ body: String, _ code: String?, _ message: String?, request: String? = nil) {
        testDescription = name
        self.body = body
        self.code = code
        self.message = message
        requestID = request
    }

    static let all = [
        Dialect(
            "gateway", #"{"error_msg":"token expires","error_code":"APIGW.0106","request_id":"r-1"}"#, "APIGW.0106",
            "token expires", request: "r-1"),
        Dialect("service", #"{"error_code":"Deploy.00011042","error_msg":"不完整"}"#, "Deploy.00011042", "不完整"),
        Dialect(
            "both forms, which differ",
            #"{"error":{"code":"DEV-12-10303","reason":"x"},"status":"error","error_code":"Deploy.00015905","error_msg":"无"}"#,
            "Deploy.00015905", "无"),
        Dialect(
            "both forms",
            #"{"error":{"code":"Deploy.00021423","message":"a","reason":"b"},"error_code":"Deploy.00021423","#
                + #""error_msg":"主机集群不存在","status":"failed"}"#, "Deploy.00021423", "主机集群不存在"),
        Dialect(
            "the documents' page of error codes",
            #"{"error":{"code":"DEV.CH.10001","message":"Param invalid"},"status":"failed"}"#,
            "DEV.CH.10001", "Param invalid"),
        Dialect("IAM, its code a number", #"{"error":{"code":400,"message":"m","title":"Bad Request"}}"#, "400", "m"),
        Dialect("camel case", #"{"errorCode":"PM.02","errorMsg":"no such project"}"#, "PM.02", "no such project"),
        Dialect("a reason alone", #"{"error":{"code":"X.1","reason":"why"},"status":"error"}"#, "X.1", "why"),
        Dialect("a title alone", #"{"error":{"code":9,"title":"Teapot"}}"#, "9", "Teapot"),
        Dialect("an error that is a text", #"{"error":"out of order"}"#, nil, "out of order"),
        Dialect(
            "members that are null or empty",
            #"{"error_code":null,"error_msg":"","error":{"code":"X.2","message":"m"}}"#, "X.2", "m"),
    ]
}

@Suite struct DialectTests {
    @Test(arguments: Dialect.all)
    func `a refusal is understood in every form`(dialect: Dialect) throws {
        let error = try #require(refusal(400, dialect.body))
        #expect(
            error.errorCode == dialect.code && error.errorMessage == dialect.message
                && error.requestID == dialect.requestID)
        #expect(error.status == .service && error.outcome == .refused && error.httpStatus == 400 && error.attempts == 1)
        let words = ["HTTP 400"] + [dialect.code].compactMap { $0 }
        #expect(error.message.contains("(\(words.joined(separator: ", ")): \(dialect.message ?? ""))"))
    }

    @Test(arguments: Dialect.all)
    func `an error inside a 200 is an error in every form`(dialect: Dialect) throws {
        let error = try #require(refusal(200, dialect.body))
        #expect(error.errorCode == dialect.code && error.errorMessage == dialect.message)
        #expect(error.status == .service && error.outcome == .refused && error.httpStatus == 200)
    }

    @Test(arguments: [#"{"status":"error"}"#, #"{"status":"failed"}"#, #"{"error":{}}"#, #"{"error":true}"#])
    func `a 200 that says no more than that it failed is an error`(body: String) {
        let error = refusal(200, body)
        #expect(error?.status == .service && error?.outcome == .refused && error?.errorCode == nil)
    }

    @Test(arguments: ["", "<html><h1>502 Bad Gateway</h1></html>", "{", "[]", "null", #""no""#, "{}", "\u{0}"])
    func `an error without words that can be read is an error all the same`(body: String) {
        let error = refusal(400, body)
        #expect(error?.status == .service && error?.outcome == .refused)
        #expect(error?.errorCode == nil && error?.errorMessage == nil)
        let page = "No code of the service is in it: it may be the page of a proxy or gateway on the way."
        #expect(
            error?.message
                == "The service reports an error (HTTP 400). \(page) The service did not start the deployment.")
    }

    @Test func `the request id of the header goes before that of the body`() {
        let body = #"{"error_code":"X","error_msg":"m","request_id":"from the body"}"#
        #expect(refusal(400, body)?.requestID == "from the body")
        #expect(refusal(400, body, requestID: "from the header")?.requestID == "from the header")
        #expect(refusal(400, "", requestID: "from the header")?.requestID == "from the header")
    }
}
