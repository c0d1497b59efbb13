@testable import CodeArtsDeploy
import CodeArtsDeployModel
import Testing
@testable import FakeNetwork

extension Signing {
    @Suite struct SigningDateTests {
        @Test(
            arguments: [
                (0, "19700101T000000Z"), (-1, "19691231T235959Z"), (951_782_400, "20000229T000000Z"),
                (1_709_251_199, "20240229T235959Z"), (4_107_542_399, "21000228T235959Z"),
                (4_107_542_400, "21000301T000000Z"), (1_780_272_000, "20260601T000000Z"),
                (-62_167_219_200, "00000101T000000Z"), (253_402_300_799, "99991231T235959Z"),
            ] as [(Int64, String)])
        func `a second reads as UTC has it`(seconds: Int64, expected: String) {
            #expect(text(SigningDate(unixSeconds: seconds).text) == expected)
        }

        @Test(arguments: [
            (Int64.max, "99991231T235959Z"), (.min, "00000101T000000Z"), (253_402_300_800, "99991231T235959Z"),
        ])
        func `a clock beyond four digits of a year shows the nearest end`(seconds: Int64, expected: String) {
            #expect(text(SigningDate(unixSeconds: seconds).text) == expected)
        }

        @Test func `every day of eight centuries is the calendar's, and counts back`() throws {
            var expected = CivilDate(daysSince1970: -135_140)
            #expect(expected == CivilDate(year: 1600, month: 1, day: 1))
            for days in -135_140...157_100 {
                let date = CivilDate(daysSince1970: days)
                try #require(date == expected)
                try #require(date.daysSince1970 == days)
                expected = next(date)
            }
        }

        private func next(_ date: CivilDate) -> CivilDate {
            let leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0)
            let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            if date.day < lengths[date.month - 1] {
                return CivilDate(year: date.year, month: date.month, day: date.day + 1)
            }
            if date.month < 12 { return CivilDate(year: date.year, month: date.month + 1, day: 1) }
            return CivilDate(year: date.year + 1, month: 1, day: 1)
        }
    }
}
