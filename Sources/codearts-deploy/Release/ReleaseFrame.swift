import CodeArtsDeployModel

/// One frame of a release's live view: how far all of it is, a bar for each wave, and as many deployments as there is room
/// for, those that failed and those that run first.
struct ReleaseFrame {
    private static let maxWaves = 6

    let lines: [LiveRegion.Line]

    /// - Parameter now: in ms since 1970.
    init(_ progress: ReleaseProgress, _ style: Style, columns: Int, rows: Int, now: Int) {
        let head = [Self.head(progress, style, columns, now)] + Self.waves(progress, style, columns)
        // The cursor has a row of its own, and what is left out is counted in another.
        let room = max(1, rows - head.count - 2)
        let shown = Self.shown(progress, room)
        let names = shown.map { DisplayWidth.of(Printable.line(progress.items[$0].name)) }.max() ?? 0
        let width = min(names, max(8, columns / 3))
        let rest = progress.items.count - shown.count
        lines =
            head + shown.map { Self.line(progress.items[$0], style, columns, width, now, progress.beganMS) }
            + (rest > 0 ? [Self.rest(progress, without: shown, style, columns)] : [])
    }

    // MARK: The whole

    private static func head(_ progress: ReleaseProgress, _ style: Style, _ columns: Int, _ now: Int)
        -> LiveRegion.Line
    {
        let isOver = progress.waiting == 0 && progress.running == 0
        let ended = progress.items.count { $0.end != nil && !$0.isGoingBack }
        let mood = isOver ? ended == progress.count(.succeeded) ? "succeeded" : "failed" : "running"
        let sign = style.sign(mood, at: now - progress.beganMS)
        let elapsed = Elapsed.clock(ms: now - progress.beganMS)
        let aim = progress.isDraining ? "nothing new starts; " : ""
        let text = "\(sign) \(elapsed)  \(ended) of \(progress.items.count)  \(aim)\(counts(progress.items))"
        return line(text, columns) { style.bold(style.coloured($0, mood)) }
    }

    /// What matters most comes first: a narrow terminal cuts off the end.
    private static func counts(_ items: [ReleaseProgress.Item]) -> String {
        let ended = Dictionary(grouping: items.filter { !$0.isGoingBack }) { $0.end }
        var parts: [String] = []
        let add = { (count: Int, label: String) in if count > 0 { parts.append("\(count) \(label)") } }
        for state in ItemState.allCases where state != .succeeded { add(ended[state]?.count ?? 0, state.label) }
        add(items.count { $0.isRunning }, "running")
        add(ended[.succeeded]?.count ?? 0, ItemState.succeeded.label)
        add(items.count { $0.end == nil && !$0.isRunning }, "waiting")
        return parts.joined(separator: ", ")
    }

    /// The waves around the one that runs, if there is more than one.
    private static func waves(_ progress: ReleaseProgress, _ style: Style, _ columns: Int) -> [LiveRegion.Line] {
        guard progress.waves > 1 else { return [] }
        let last = min(progress.waves, max(maxWaves, progress.wave + 2))
        return (max(1, last - maxWaves + 1)...last).map { number in
            let items = progress.items.filter { $0.wave == number }
            let label = "  wave \(DisplayWidth.padded(String(number), to: String(last).count))"
            let tally = "\(items.count { $0.end != nil }) of \(items.count)"
            let width = max(4, min(40, columns - label.count - tally.count - 6))
            let bar = Self.bar(items, style, width: width)
            let room = max(0, columns - 1 - label.count - 2 - width)
            let rest = DisplayWidth.cut(DisplayWidth.padded("  \(tally)", to: 20), to: room)
            return LiveRegion.Line(text: "\(label)  \(bar)\(rest)", width: label.count + 2 + width + rest.count)
        }
    }

    /// What succeeded, what did not, what runs, and what is left.
    private static func bar(_ items: [ReleaseProgress.Item], _ style: Style, width: Int) -> String {
        let (full, busy, empty) = style.terminal.isUnicode ? ("█", "▒", "░") : ("#", "=", ".")
        let good = items.count { $0.end == .succeeded && !$0.isGoingBack }
        let bad = items.count { $0.end != nil && $0.end != .succeeded && !$0.isGoingBack }
        let running = items.count { $0.isRunning }
        var drawn = 0
        var counted = 0
        let part = { (count: Int, mark: String, mood: String) -> String in
            counted += count
            let length = items.isEmpty ? 0 : counted * width / items.count - drawn
            drawn += length
            return length == 0 ? "" : style.coloured(String(repeating: mark, count: length), mood)
        }
        let parts = [part(good, full, "succeeded"), part(bad, full, "failed"), part(running, busy, "running")]
        return parts.joined() + style.faint(String(repeating: empty, count: width - drawn))
    }

    // MARK: Deployments

    /// All of them in the order of the plan, where there is room; else what failed, what runs, what ended last and what
    /// comes next.
    private static func shown(_ progress: ReleaseProgress, _ room: Int) -> [Int] {
        let items = progress.items
        guard items.count > room else { return Array(items.indices) }
        let failed = items.indices.filter { items[$0].hasFailed }
        let running = items.indices.filter { items[$0].isRunning }
        let waiting = items.indices.filter { items[$0].end == nil && !items[$0].isRunning }
        // What runs is seen even where a lot has failed.
        let few = failed.suffix(max(room - running.count, room / 2))
        return Array((few + running + waiting).prefix(room))
    }

    private static func line(
        _ item: ReleaseProgress.Item, _ style: Style, _ columns: Int, _ width: Int, _ now: Int, _ beganMS: Int
    ) -> LiveRegion.Line {
        let name = DisplayWidth.padded(DisplayWidth.cut(Printable.line(item.name), to: width), to: width)
        let ended = item.isGoingBack ? nil : item.endedMS
        let elapsed = item.beganMS.map { Elapsed.clock(ms: max(0, (ended ?? now) - $0)) } ?? "     "
        let mood = item.mood
        let text = "  \(style.sign(mood, at: now - beganMS)) \(name)  \(elapsed)  \(Printable.line(item.words))"
        return line(text, columns) { style.coloured($0, mood) }
    }

    private static func rest(_ progress: ReleaseProgress, without shown: [Int], _ style: Style, _ columns: Int)
        -> LiveRegion.Line
    {
        let seen = Set(shown)
        let hidden = progress.items.indices.filter { !seen.contains($0) }.map { progress.items[$0] }
        return line("  ... and \(counts(hidden))", columns) { style.faint($0) }
    }

    /// All lines are equally wide, so that each can take the place of another: then only those that change are drawn. One
    /// column stays free: some terminals wrap after the last.
    private static func line(_ text: String, _ columns: Int, _ paint: (String) -> String) -> LiveRegion.Line {
        let cut = DisplayWidth.padded(DisplayWidth.cut(text, to: columns - 1), to: columns - 1)
        return LiveRegion.Line(text: paint(cut), width: DisplayWidth.of(cut))
    }
}

extension ReleaseProgress.Item {
    /// A word of the service whose sign and colour fit.
    fileprivate var mood: String {
        if isGoingBack { return "running" }
        switch end {
        case .succeeded: return "succeeded"
        case .failed: return "failed"
        case .stopped, .rolledBack, .unknown, .stillRunning: return "abort"
        case .notStarted: return isRefused ? "failed" : "waiting"
        case nil: return beganMS == nil ? "waiting" : "running"
        }
    }

    /// Its state and what it does.
    fileprivate var words: String {
        if let end, !isGoingBack {
            let step = steps.last { DeploymentState($0.state).end == .failed }
            let place = end == .failed ? step.map { " at \($0.name)" } : nil
            // Of the others the log says more than a message.
            let reason = [.notStarted, .unknown].contains(end) ? message.map { ": \($0)" } : nil
            return end.label + (place ?? reason ?? "")
        }
        let running = steps.filter { $0.state == "running" }.map(\.name)
        let names = running.isEmpty ? "" : ": \(running.joined(separator: ", "))"
        return message ?? ((standing.isEmpty ? "waiting" : standing) + names)
    }
}
