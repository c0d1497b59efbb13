import CodeArtsDeployModel

/// A report as one HTML file that needs nothing from elsewhere: a time line of all deployments and their steps, failures
/// first, with the ends of their logs. It can be read without its script, which only filters.
struct HTMLReport: ReleaseReport {
    func text(_ release: ReleaseSummary) -> String {
        let title = Escaping.line(release.title)
        let scale = TimeScale(release)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>\(title): \(Escaping.line(release.label))</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            \(Self.head(release, title))
            <main>
            \(scale.axis)
            <ol id="items">
            \(release.failuresFirst.map { Self.row($0, scale, hasWaves: release.waves > 1) }.joined(separator: "\n"))
            </ol>
            <p id="none" hidden>Nothing matches.</p>
            </main>
            <script>
            \(Self.script)
            </script>
            </body>
            </html>

            """
    }

    private static func head(_ release: ReleaseSummary, _ title: String) -> String {
        let message = release.message.map { "<p class=\"message\">\(Escaping.line($0))</p>" } ?? ""
        let filters = ItemState.allCases.filter { release.count($0) > 0 }.map { state in
            """
            <button class="\(state.word.text)" data-state="\(state.word.text)" aria-pressed="false">\
            <span class="sign">\(state.sign)</span> \(release.count(state)) \(state.label)</button>
            """
        }
        return """
            <header>
            <h1><span class="state \(release.state)">\(Escaping.line(release.label))</span> \(title)</h1>
            <p>\(release.items.count) deployments in \(release.waves) \(release.waves == 1 ? "wave" : "waves"), \
            from \(time(release.beganMS)) UTC, in \(Elapsed.text(ms: release.endedMS - release.beganMS)).</p>
            \(message)
            <div id="filters">\(filters.joined())
            <input id="search" type="search" placeholder="Filter by name or message" aria-label="Filter"></div>
            </header>
            """
    }

    private static func row(_ item: ReleaseSummary.Item, _ scale: TimeScale, hasWaves: Bool) -> String {
        let duration = item.durationMS.map { Elapsed.text(ms: $0) } ?? ""
        return """
            <li class="\(item.state.word.text)" data-state="\(item.state.word.text)">
            <details\(item.isFailure ? " open" : "")>
            <summary><span class="sign">\(item.state.sign)</span><span class="name">\(Escaping.line(item.name))</span>\
            <span class="what">\(item.state.label)\(item.failedStep.map { " at \(Escaping.line($0))" } ?? "")</span>\
            <span class="track">\(scale.bar(item))</span><span class="time">\(duration)</span></summary>
            <div class="more">\(facts(item, hasWaves: hasWaves))\(steps(item))\(log(item))</div>
            </details>
            </li>
            """
    }

    private static func facts(_ item: ReleaseSummary.Item, hasWaves: Bool) -> String {
        let message = item.message.map { "<p class=\"message\">\(Escaping.line($0))</p>" } ?? ""
        let record = item.recordID.map { " <span>record <code>\(Escaping.line($0))</code></span>" } ?? ""
        let began = item.beganMS.map { " <span>began \(time($0)) UTC</span>" } ?? ""
        let wave = hasWaves ? " <span>wave \(item.wave)</span>" : ""
        let task = "<span>task <code>\(Escaping.line(item.taskID))</code></span>"
        return "\(message)<p class=\"facts\">\(task)\(record)\(began)\(wave)</p>"
    }

    private static func steps(_ item: ReleaseSummary.Item) -> String {
        if item.steps.isEmpty { return "" }
        let rows = item.steps.map { step in
            let duration = step.beganMS.flatMap { began in (step.endedMS ?? item.endedMS).map { max(0, $0 - began) } }
            return """
                <li class="\(mood(step.state))"><span>\(Escaping.line(step.name))</span> \
                <span>\(Escaping.line(step.state))</span> <span>\(duration.map { Elapsed.text(ms: $0) } ?? "")</span></li>
                """
        }
        return "<ol class=\"steps\">\(rows.joined())</ol>"
    }

    private static func log(_ item: ReleaseSummary.Item) -> String {
        item.logTail.map { "<pre tabindex=\"0\">\(Escaping.log($0))</pre>" } ?? ""
    }

    /// The class of a state of the service.
    static func mood(_ state: String) -> String {
        switch DeploymentState(state).end {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .stopped, .unclear: "stopped"
        case nil: ReleaseProgress.Step.isBegun(state) ? "still_running" : "not_started"
        }
    }

    static func time(_ ms: Int) -> String {
        RFC3339.text(unixMS: Int64(ms)).prefix(19).split(separator: "T").joined(separator: " ")
    }
}
