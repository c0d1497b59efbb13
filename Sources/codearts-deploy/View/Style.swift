import CodeArtsDeployModel

/// The symbols and colours of deployment states.
struct Style {
    let terminal: Terminal

    /// The symbol before a state, one column wide; a spinner while it runs.
    func sign(_ state: String, at time: Int) -> String {
        switch Self.mood(state) {
        case .good: terminal.isUnicode ? "✔" : "+"
        case .bad: terminal.isUnicode ? "✘" : "x"
        case .ended: terminal.isUnicode ? "■" : "#"
        case .waiting: terminal.isUnicode ? "·" : "."
        case .busy: spinner(at: time)
        }
    }

    func coloured(_ text: String, _ state: String) -> String {
        guard terminal.hasColour else { return text }
        let code =
            switch Self.mood(state) {
            case .good: "32"
            case .bad: "31"
            case .ended: "33"
            case .waiting: "2"
            case .busy: "36"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    func bold(_ text: String) -> String { terminal.hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    func faint(_ text: String) -> String { terminal.hasColour ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    private func spinner(at time: Int) -> String {
        let frames = terminal.isUnicode ? ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] : ["|", "/", "-", "\\"]
        return frames[time / 1000 % frames.count]
    }

    private enum Mood {
        case good, bad, ended, waiting, busy
    }

    private static func mood(_ state: String) -> Mood {
        switch DeploymentState(state).end {
        case .succeeded: .good
        case .failed: .bad
        case .stopped, .unclear: .ended
        case nil: ["", "pending", "not_executed", "waiting"].contains(state) ? .waiting : .busy
        }
    }
}
