extension Progress {
    /// Whoever shows it: as it was asked for, and as well as standard output can.
    func view(_ style: ProgressStyle, _ format: OutputFormat, showsLog: Bool) -> any ProgressView {
        switch (format, style) {
        case (_, .none), (.json, .auto): return SilentView()
        case (.jsonl, _): return EventLinesView()
        case (.json, .plain), (.json, .live): return PlainView(self, showsLog: showsLog, to: .error)
        case (.text, .plain): return plain(showsLog)
        case (.text, .auto), (.text, .live):
            let terminal = Terminal(isRequested: style == .live)
            return terminal.isLive ? LiveView(self, terminal, showsLog: showsLog) : plain(showsLog)
        }
    }

    private func plain(_ showsLog: Bool) -> PlainView {
        PlainView(self, showsLog: showsLog, keepsColours: Terminal.takesColours)
    }
}
