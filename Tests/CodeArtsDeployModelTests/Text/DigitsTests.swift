import CodeArtsDeployModel
import Testing

@Suite struct DigitsTests {
    @Test(arguments: ["0", "7", "007", "65535", "9223372036854775807"])
    func digitsAreTheNumberThatTheySpell(_ text: String) {
        #expect(Int(digits: Array(text.utf8)[...]) == Int(text))
    }

    @Test(arguments: ["", "+1", "-1", " 1", "1 ", "1.0", "1e3", "٣", "9223372036854775808", "99999999999999999999"])
    func anythingElseIsNoNumber(_ text: String) {
        #expect(Int(digits: Array(text.utf8)[...]) == nil)
    }

    @Test(arguments: ["0", "-0", "-1", "-9223372036854775808", "9223372036854775807"])
    func aWholeNumberOfJSONThatFitsIsRead(_ text: String) throws {
        #expect(try JSONDocument(parsing: Array(text.utf8)).root.integer == Int(text))
    }

    @Test(arguments: ["-9223372036854775809", "9223372036854775808", "1.0", "-1e3", "\"1\""])
    func aNumberOfJSONThatDoesNotFitIsNone(_ text: String) throws {
        #expect(try JSONDocument(parsing: Array(text.utf8)).root.integer == nil)
    }
}
