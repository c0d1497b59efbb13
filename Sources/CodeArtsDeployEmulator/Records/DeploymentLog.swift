/// A deployment's log. The text only ever grows, and is the same whenever it is asked for.
struct DeploymentLog {
    /// UTF-8.
    let text: [UInt8]
    /// Whether more may come.
    let grows: Bool

    /// - Parameters:
    ///   - only: The step, from 1; nil: all.
    ///   - lines: How many lines a step writes while it runs.
    init(_ record: DeploymentRecord, step only: Int?, lines: Int, at now: Timestamp) {
        let course = record.course
        let progress = record.progress(at: now)
        let isOver = record.state(at: now).isEnd
        var text = ""
        func say(_ time: Int, _ words: String) {
            text += "[\(record.begin.advanced(byMicroseconds: time).beijing)] \(words)\n"
        }
        for step in only.map({ [$0] }) ?? Array(1...course.steps) {
            let begin = course.begin(ofStep: step)
            let state = record.state(ofStep: step, at: now)
            guard state != "pending", state != "not_executed" else { continue }
            let name = StepName.of(step)
            say(begin, "\(name): begins")
            for line in 0..<lines {
                let time = begin + (line + 1) * course.stepTime / (lines + 1)
                if time <= progress { say(time, "\(name): line \(line + 1) of \(lines), 正在部署") }
            }
            if state != "running" { say(min(progress, begin + course.stepTime), "\(name): \(state)") }
        }
        self.text = Array(text.utf8)
        grows = !isOver
    }

    /// A part of the text that starts and ends between two characters.
    ///
    /// - Parameters:
    ///   - range: In bytes; where it cuts a character, the part ends before it.
    func part(_ range: Range<Int>) -> (text: String, range: Range<Int>) {
        let begin = boundary(atOrBefore: range.lowerBound)
        let end = boundary(atOrBefore: range.upperBound)
        return (String(decoding: text[begin..<end], as: UTF8.self), begin..<end)
    }

    private func boundary(atOrBefore offset: Int) -> Int {
        var offset = min(max(offset, 0), text.count)
        // A byte 10xxxxxx continues a character.
        while offset < text.count, offset > 0, text[offset] & 0xC0 == 0x80 { offset -= 1 }
        return offset
    }
}
