import CodeArtsDeployModel
import Testing

@Suite struct RetryAfterTests {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private func padded(_ number: Int, _ width: Int = 2) -> String {
        String(repeating: "0", count: width - String(number).count) + String(number)
    }

    @Test(arguments: [("0", 0), ("2", 2000), ("120", 120_000), ("007", 7000), ("86400", 86_400_000)])
    func `a number is seconds`(header: String, expected: Int) {
        #expect(RetryAfter.milliseconds(header, now: newYear) == expected)
    }

    @Test(arguments: [
        "86401", "99999999", "9223372036854775807", "99999999999999999999999999", "Thu, 01 Jan 2099 00:00:00 GMT",
    ])
    func `more than a day is a day`(header: String) {
        #expect(RetryAfter.milliseconds(header, now: newYear) == 86_400_000)
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
        ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
        ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400), ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
    ])
    func `a date is counted from now`(header: String, seconds: Int64) {
        #expect(RetryAfter.milliseconds(header, now: seconds - 30) == 30_000)
        #expect(RetryAfter.milliseconds(header, now: seconds) == 0)
        #expect(RetryAfter.milliseconds(header, now: seconds + 1) == 0)
    }

    /// Counts the days by itself, leap years by the rule everybody knows.
    @Test func `the ends of every month of two centuries are counted right`() {
        var days: Int64 = 0
        for year in 1970..<2170 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                for day in 1...length where day < 3 || day > length - 2 {
                    let date = "Day, \(padded(day)) \(Self.months[month]) \(padded(year, 4)) 00:00:59 GMT"
                    let midnight = (days + Int64(day) - 1) * 86_400
                    if RetryAfter.milliseconds(date, now: midnight) != 59_000 { Issue.record("\(date)") }
                }
                days += Int64(length)
            }
        }
        #expect(days == 73_049)
    }

    @Test(arguments: [
        "", " ", "soon", "-1", "+5", "1.5", "1e3", " 5", "5 s", "٣", "0x10", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 08:49:37", "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, xx Nov 1994 08:49:37 GMT", "Sun, -1 Nov 1994 08:49:37 GMT", "Sun, +1 Nov 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun; 06 Nov 1994 08:49:37 GMT", "Sun, 06-Nov-1994 08:49:37 GMT", "Sun, 06 Nov 1994 08.49.37 GMT",
        "Sun, 06 Nov 1994 08:49:37 ГT",
        "éééééééééééééé5", "😀😀😀😀😀😀😀5",
    ])
    func `what is neither is not reported`(header: String) {
        #expect(RetryAfter.milliseconds(header, now: newYear) == nil)
    }

    @Test func `it stands on every error that has it, in milliseconds`() {
        #expect(refusal(429, "", retryAfter: "2")?.retryAfterMS == 2000)
        #expect(refusal(503, "", retryAfter: "Thu, 01 Jan 2026 00:00:05 GMT")?.retryAfterMS == 5000)
        #expect(refusal(200, #"{"error_code":"APIGW.0308"}"#, retryAfter: "3")?.retryAfterMS == 3000)
        #expect(refusal(429, "")?.retryAfterMS == nil)
        #expect(refusal(429, "", retryAfter: "soon")?.retryAfterMS == nil)
    }
}
