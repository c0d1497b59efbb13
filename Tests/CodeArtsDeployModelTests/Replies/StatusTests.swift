import CodeArtsDeployModel
import Foundation
import Testing

@Suite struct StatusTests {
    private func coded(_ code: String) -> String { #"{"error_code":"\#(code)","error_msg":"m"}"# }

    @Test(arguments: [
        (400, Status.service), (401, .authentication), (403, .permission), (404, .notFound), (405, .service),
        (409, .service),
        (413, .service), (429, .throttled), (499, .service), (500, .service), (502, .service), (503, .service),
        (504, .service),
    ])
    func `the HTTP status tells what happened`(httpStatus: Int, status: Status) {
        #expect(refusal(httpStatus, "")?.status == status)
        #expect(refusal(httpStatus, coded("Deploy.00099999"))?.status == status)
    }

    @Test(arguments: [
        ("Deploy.00011027", Status.busy), ("Deploy.00011161", .busy), ("Deploy.00015829", .busy),
        ("Deploy.00060218", .busy),
        ("Deploy.00011154", .permission), ("Deploy.00011155", .permission), ("Deploy.00011020", .notFound),
        ("Deploy.00011021", .notFound), ("Deploy.00011303", .notFound), ("APIGW.0308", .throttled),
        ("APIG.0308", .throttled),
        ("APIGW.0301", .authentication), ("APIG.0301", .authentication),
    ])
    func `the code tells more than the HTTP status`(code: String, status: Status) {
        for httpStatus in [200, 400, 404, 418] { #expect(refusal(httpStatus, coded(code))?.status == status) }
    }

    @Test(arguments: [
        (200, "refused"), (400, "refused"), (401, "refused"), (403, "refused"), (404, "refused"), (429, "refused"),
        (499, "refused"),
        (300, "unknown"), (302, "unknown"), (304, "unknown"), (307, "unknown"), (500, "unknown"), (502, "unknown"),
        (503, "unknown"),
        (504, "unknown"), (599, "unknown"),
    ])
    func `an error inside a 200 and every 4xx refuse; 3xx and 5xx leave open what happened`(
        httpStatus: Int, outcome: String
    ) {
        #expect(refusal(httpStatus, coded("Deploy.00099999"))?.outcome?.name.text == outcome)
    }

    @Test(arguments: ["Deploy.00011161", "APIGW.0308"])
    func `a code that is a certain no refuses whatever the HTTP status`(code: String) {
        for httpStatus in [200, 400, 500, 503] {
            #expect(refusal(httpStatus, coded(code))?.outcome == .refused)
        }
    }

    @Test func `words too long for a message stand beside it, and the message keeps its end`() {
        let error = refusal(400, #"{"error_code":"Deploy.1","error_msg":"\#(String(repeating: "x", count: 10_000))"}"#)
        #expect(error?.message == "The service reports an error (HTTP 400). The service did not start the deployment.")
        #expect(error?.errorMessage?.count == 10_000 && error?.errorCode == "Deploy.1")
    }

    @Test(arguments: [301, 302, 303, 304, 307, 308, 100, 101])
    func `a redirect is never followed and never a success`(httpStatus: Int) {
        let error = refusal(httpStatus, #"{"id":"\#(record)"}"#)
        #expect(error?.status == .badResponse && error?.outcome == .unknown && error?.httpStatus == httpStatus)
    }

    @Test func `a message ends with what to do now`() {
        #expect(refusal(400, "")?.message.hasSuffix("The service did not start the deployment.") == true)
        #expect(
            refusal(500, "")?.message.hasSuffix("look at the application's records before you start it again.") == true)
        #expect(refusal(400, coded("Deploy.00011161"))?.message.contains("wait for that deployment") == true)
    }

    /// The lines `#define CAD_E_NAME ((cad_status)NUMBER)` of the C header.
    @Test func `numbers and names are those of the C header`() throws {
        let header = try String(
            contentsOf: URL(fileURLWithPath: packageFolder + "/include/codearts_deploy.h"), encoding: .utf8)
        let defined = header.matches(of: /#define (CAD_\w+) \(\(cad_status\)(\d+)\)/)
        #expect(defined.count == 27)
        for line in defined {
            #expect(try Status(rawValue: #require(Int32(line.2))).name?.text == String(line.1))
        }
        let numbers = defined.compactMap { Int32($0.2) }
        for number in Int32(-1)...1000 where !numbers.contains(number) { #expect(Status(rawValue: number).name == nil) }
    }
}
