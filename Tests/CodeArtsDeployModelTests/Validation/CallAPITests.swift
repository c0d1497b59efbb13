import CodeArtsDeployModel
import Testing

/// The call of any other API.
@Suite struct CallAPITests {
    @Test func `method, path, query and body are the caller's`() throws {
        let request = try prepared(
            "call_api",
            #"{"method":"PUT","path":"/v3/a%20b/c/","query":{"n\u00e4me":"a b","n":-1.50,"b":true,"l":["x",2]},"body":[1, {"a":null}]}"#
        )
        #expect(request.operation.method.text == "PUT" && request.path == "/v3/a%20b/c/")
        #expect(
            request.query == [
                PreparedQuery("näme", "a b"), PreparedQuery("n", "-1.50"), PreparedQuery("b", "true"),
                PreparedQuery("l", "x"), PreparedQuery("l", "2"),
            ])
        #expect(text(request.body) == #"[1, {"a":null}]"#)
        #expect(
            text(request.summary) == #"{"operation":"call_api","method":"PUT","path":"/v3/a%20b/c/"}"#)
    }

    @Test func `a GET reads, everything else is sent once`() throws {
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
            let request = try prepared("call_api", #"{"method":"\#(method)","path":"/v1/x"}"#)
            #expect(request.operation.effect == (method == "GET" ? .reads : .unknown))
            #expect(request.operation.startsDeployment == (method != "GET"))
            #expect(text(request.body) == (method == "GET" || method == "DELETE" ? "" : "{}"))
        }
    }

    @Test func `a GET has no body`() throws {
        #expect(try rules("call_api", #"{"method":"GET","path":"/v1/x","body":{}}"#) == ["body: conflict"])
        for method in ["POST", "DELETE"] {
            let json = #"{"method":"\#(method)","path":"/v1/x","body":null}"#
            #expect(try text(prepared("call_api", json).body) == "null")
        }
    }

    @Test(arguments: [
        "", "v1/x", "//x", "/v1//x", "/v1/../x", "/..", "/.", "/v1/.", "/v1/./x", "/v1/x?a=b", "/v1/x#a", "/v1/ x",
        "/v1/\\u00e4", "/v1/\\n", "https://host/v1", "/v1/x\\\\y", "/{id}", "/\\\"",
    ])
    func `a path that would not arrive as it was signed is refused`(path: String) throws {
        let found = try rules("call_api", #"{"method":"GET","path":"\#(path)"}"#)
        #expect(found.allSatisfy { $0 == "path: pattern" || $0 == "path: length" } && !found.isEmpty)
    }

    @Test(arguments: ["/", "/v1/x/", "/v1/...", "/v1/.a", "/v1/a..b", "/v1/a@b:c;d=e,f~(g)*!$&'+"])
    func `every other path is taken`(path: String) throws {
        #expect(try prepared("call_api", #"{"method":"GET","path":"\#(path)"}"#).path == path)
    }

    @Test func `a query holds no objects and no nulls`() throws {
        let query = { (json: String) in #"{"method":"GET","path":"/x","query":{"a":\#(json)}}"# }
        #expect(try rules("call_api", query("{}")) == ["query.a: type"])
        #expect(try rules("call_api", query("null")) == ["query.a: type"])
        #expect(try rules("call_api", query("[[1]]")) == ["query.a[0]: type"])
        #expect(try rules("call_api", query("[]")) == [])
    }
}
