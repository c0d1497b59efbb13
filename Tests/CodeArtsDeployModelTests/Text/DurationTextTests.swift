import CodeArtsDeployModel
import Testing

struct DurationTextTests {
    @Test(arguments: [
        (0, "0 ms"), (999, "999 ms"), (1000, "1 s"), (2400, "2.4 s"), (5000, "5 s"), (9999, "9.9 s"), (42_000, "42 s"),
        (60_000, "1 min"), (185_000, "3 min 5 s"), (1_900_000, "31 min 40 s"), (7_200_000, "2 h"),
        (5_430_000, "1 h 30 min"),
    ])
    func `a duration is short and has no unit that is zero`(ms: Int, text: String) {
        #expect(DurationText.of(ms: ms) == text)
    }
}
