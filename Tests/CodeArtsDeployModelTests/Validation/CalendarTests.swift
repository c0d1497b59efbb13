import CodeArtsDeployModel
import Testing

/// DateRange as they stand in requests.
@Suite struct CalendarTests {
    @Test(arguments: ["1970-01-01", "2000-02-29", "2024-12-31", "2026-11-02", "2125-12-30", "0001-01-01", "9999-12-31"])
    func `a day is written as it is read`(day: String) throws {
        let date = try #require(CivilDate(bytes(day)[...]))
        #expect(date.text == day && CivilDate(daysSince1970: date.daysSince1970) == date)
    }

    @Test(arguments: [
        "1900-02-29", "2023-02-29", "2026-04-31", "2026-00-01", "2026-01-00", "2026-13-01", "2026-01-32", "2026-1-1",
        "2026-01-011", "202-001-01", "2026.01.01", "+026-01-01", " 026-01-01", "２026-01-01", "", "----------",
    ])
    func `what is no day is not read`(day: String) {
        #expect(CivilDate(bytes(day)[...]) == nil)
    }

    @Test func `windows of 30 days follow each other`() throws {
        let end = try #require(CivilDate(bytes("2026-03-01")[...]))
        #expect(CivilDate(daysSince1970: end.daysSince1970 - 30).text == "2026-01-30")
    }
}
