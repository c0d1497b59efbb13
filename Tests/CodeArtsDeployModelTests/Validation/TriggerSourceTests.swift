import Testing

@Suite struct TriggerSourceTests {
    @Test(arguments: ["0", "1", #""0""#, #""1""#, #""\u0030""#])
    func `0 and 1 are taken as text and as number`(json: String) {
        #expect(rules(in: request(#""trigger_source":\#(json)"#)) == [])
    }

    @Test(arguments: [
        "2", "7", "-0", "-1", "0.0", "1.0", "1e0", "0e0", "10", #""2""#, #""""#, #"" 0""#, #""00""#, #""zero""#,
    ])
    func `nothing else is, not even another spelling of the number`(json: String) {
        #expect(rules(in: request(#""trigger_source":\#(json)"#)) == ["trigger_source: enum"])
    }

    @Test(arguments: ["null", "true", "false", "[]", "[0]", "{}"])
    func `what is neither text nor number has the wrong type`(json: String) {
        #expect(rules(in: request(#""trigger_source":\#(json)"#)) == ["trigger_source: type"])
    }
}
