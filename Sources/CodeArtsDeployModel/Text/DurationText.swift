/// A duration as people read it: `300 ms`, `2.4 s`, `42 s`, `3 min 5 s`, `2 h`.
package enum DurationText {
    @inline(never)
    package static func of(ms: Int) -> String {
        if ms < 1000 { return "\(ms) ms" }
        let tenths = ms % 1000 / 100
        if ms < 10_000, tenths > 0 { return "\(ms / 1000).\(tenths) s" }
        let seconds = ms / 1000
        if seconds < 60 { return "\(seconds) s" }
        let minutes = seconds / 60
        return minutes < 60 ? pair(minutes, "min", seconds % 60, "s") : pair(minutes / 60, "h", minutes % 60, "min")
    }

    private static func pair(_ number: Int, _ unit: StaticString, _ rest: Int, _ smaller: StaticString) -> String {
        rest == 0 ? "\(number) \(unit.text)" : "\(number) \(unit.text) \(rest) \(smaller.text)"
    }
}
