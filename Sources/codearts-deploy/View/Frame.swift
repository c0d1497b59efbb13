/// One frame of the live view.
struct Frame {
    let lines: [LiveRegion.Line]

    init(_ progress: DeploymentProgress, _ style: Style, columns: Int, rows: Int, now: Int) {
        var lines = [Self.head(progress, style, columns, now)]
        // Two rows are not for steps: the head and the cursor's.
        let room = max(1, rows - 3)
        let hidden = max(0, progress.steps.count - room)
        if hidden > 0 { lines.append(Self.line("  ... \(hidden) more above", columns) { style.faint($0) }) }
        let names = progress.steps.map { DisplayWidth.of($0.name) }.max() ?? 0
        for step in progress.steps.dropFirst(hidden) {
            let width = min(names, max(8, columns - 30))
            lines.append(Self.step(step, style, columns, width: width, now, progress.beganMS))
        }
        self.lines = lines
    }

    private static func head(_ progress: DeploymentProgress, _ style: Style, _ columns: Int, _ now: Int)
        -> LiveRegion.Line
    {
        let state = progress.state.isEmpty ? "starting" : Printable.line(progress.state)
        let aim = progress.isRollback ? "going back: " : ""
        let record = progress.recordID.map { "record \(Printable.line($0))" } ?? "task \(progress.taskID)"
        let elapsed = Elapsed.clock(ms: now - progress.beganMS)
        let mood = progress.state.isEmpty ? "running" : progress.state
        return line("\(style.sign(mood, at: now - progress.beganMS)) \(elapsed)  \(state)  \(aim)\(record)", columns) {
            style.bold(style.coloured($0, mood))
        }
    }

    private static func step(
        _ step: DeploymentProgress.Step, _ style: Style, _ columns: Int, width: Int, _ now: Int, _ beganMS: Int
    ) -> LiveRegion.Line {
        let name = DisplayWidth.padded(DisplayWidth.cut(Printable.line(step.name), to: width), to: width)
        let elapsed = step.beganMS.map { Elapsed.clock(ms: (step.endedMS ?? now) - $0) } ?? "     "
        let text = "  \(style.sign(step.state, at: now - beganMS)) \(name)  \(elapsed)  \(Printable.line(step.state))"
        return line(text, columns) { style.coloured($0, step.state) }
    }

    /// Cut to one column less than there are: some terminals wrap after the last.
    private static func line(_ text: String, _ columns: Int, _ paint: (String) -> String) -> LiveRegion.Line {
        let cut = DisplayWidth.cut(text, to: columns - 1)
        return LiveRegion.Line(text: paint(cut), width: DisplayWidth.of(cut))
    }
}
