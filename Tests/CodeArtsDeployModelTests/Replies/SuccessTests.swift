import CodeArtsDeployModel
import Testing

@Suite struct SuccessTests {
    private static let example = """
        {"id":"\(record)","task_id":"\(task)","job_name":"job_\(record)_1620810492008","app_component_list":[]}
        """

    @Test func `the service's members are handed on as they are, known or not, and _meta is added`() throws {
        let body = #"{ "id" : "\#(record)", "n\u0065w": {"a":[1.50, null]}, "x":1, "x":2 }"#
        #expect(
            try result(200, body, requestID: "r-1", attempts: 1)
                == #"{"id":"\#(record)","n\u0065w":{"a":[1.50, null]},"x":1,"x":2,"#
                + #""_meta":{"http_status":200,"request_id":"r-1","attempts":1}}"#)
    }

    @Test(arguments: [200, 201, 202, 299])
    func `every 2xx with an id is a success`(httpStatus: Int) throws {
        #expect(
            try result(httpStatus, #"{"id":"r"}"#) == #"{"id":"r","_meta":{"http_status":\#(httpStatus),"attempts":1}}"#
        )
    }

    @Test func `a _meta of the service is replaced, however it is spelt`() throws {
        let expected = #"{"id":"r","_meta":{"http_status":200,"attempts":1}}"#
        #expect(try result(200, #"{"_meta":{"http_status":500},"id":"r","_m\u0065ta":1}"#) == expected)
    }

    @Test(arguments: [
        "{}", #"{"id":null}"#, #"{"id":""}"#, #"{"id":5}"#, #"{"id":["x"]}"#, #"{"id":{"id":"x"}}"#, #"{"id":true}"#,
        #"{"ID":"x"}"#,
        #"{"result":{"id":"x"}}"#, #"{"id":"a","id":"b"}"#, #"{"id":"a","id":"a"}"#, #"{"id":"a","i\u0064":"b"}"#,
        #"{"id":"a","id":null}"#,
        #"{"id":"","id":"a"}"#, #"{"record_id":"x"}"#,
    ])
    func `without one id nobody knows which record runs`(body: String) {
        let error = refusal(200, body)
        #expect(
            error?.status == .badResponse && error?.outcome == .unknown && error?.httpStatus == 200
                && error?.attempts == 1)
        #expect(error?.message.contains("no id of a deployment record") == true)
    }

    @Test(arguments: [
        "", "hello", "<!DOCTYPE html><html></html>", #"{"id":"r""#, #"{"id":"r"} x"#, #"{"id":"r",}"#,
        #"{"id":"\ud800"}"#,
        "\u{FEFF}{\"id\":\"r\"}", #"{"id":"r","x":\#(String(repeating: "[", count: 70))"#, "[]", "null", "5", #""r""#,
        #"[{"id":"r"}]"#,
    ])
    func `a 200 that is no JSON object is no success`(body: String) {
        let error = refusal(200, body)
        #expect(error?.status == .badResponse && error?.outcome == .unknown && error?.httpStatus == 200)
    }

    @Test(arguments: [
        #"{"id":"r","error_code":"X.1","error_msg":"m"}"#, #"{"id":"r","status":"failed"}"#,
        #"{"id":"r","error":{"code":"X.1"}}"#,
    ])
    func `an answer with a record and an error is neither success nor refusal`(body: String) {
        let error = refusal(200, body)
        #expect(error?.status == .badResponse && error?.outcome == .unknown)
        #expect(error?.message.contains("names a record and an error") == true)
    }

    @Test(arguments: [
        #"{"id":"r","error":null}"#, #"{"id":"r","error_code":null,"error_msg":""}"#, #"{"id":"r","status":"success"}"#,
        #"{"id":"r","status":"running"}"#, #"{"id":"r","error_code":""}"#, #"{"id":"r","status":7}"#,
    ])
    func `members that look like an error and are none do no harm`(body: String) {
        #expect(refusal(200, body) == nil)
    }

    @Test func `a response has the documents' fields`() throws {
        let response = try #require(StartDeployTaskResponse(reading: root(Self.example)))
        #expect(response.id == record && response.taskID == task && response.appComponentList.isEmpty)
        #expect(response.jobName == "job_\(record)_1620810492008")
    }

    @Test func `a response is read tolerantly, but for its id`() throws {
        let json =
            #"{"id":"anything","task_id":5,"app_component_list":[{"app_id":"a","comp_name":"c","state":"7","new":1},5]}"#
        let response = try #require(StartDeployTaskResponse(reading: root(json)))
        #expect(response.id == "anything" && response.taskID == nil && response.jobName == nil)
        let components = response.appComponentList
        #expect(components.map(\.appID) == ["a", nil] && components.map(\.state) == ["7", nil])
        #expect(components.first?.compName == "c" && components.first?.region == nil)
        for json in ["{}", #"{"id":5}"#, #"{"id":""}"#, "[]", #"{"id":"a","id":"b"}"#] {
            #expect(try StartDeployTaskResponse(reading: root(json)) == nil)
        }
    }
}
