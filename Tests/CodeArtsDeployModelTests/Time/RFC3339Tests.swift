import CodeArtsDeployModel
import Testing

/// Times of events, compared with what `date -u --date=@… +%FT%T.%3NZ` writes.
@Suite struct RFC3339Tests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_767_225_599_999, "2025-12-31T23:59:59.999Z"),
            (1_780_215_330_042, "2026-05-31T08:15:30.042Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
            (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
            (Int64.min, "0000-01-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func `a time is written in UTC, to the millisecond`(milliseconds: Int64, text: String) {
        #expect(RFC3339.text(unixMS: milliseconds) == text)
    }
}
