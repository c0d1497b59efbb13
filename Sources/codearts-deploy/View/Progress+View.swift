extension Progress {
    /// Whoever shows it: as it was asked for, and as well as standard output can.
    func view(_ format: OutputFormat, showsLog: Bool) -> any ProgressView {
        switch format {
        case .json: return SilentView()
        case .jsonl: return EventLinesView()
        case .text:
            let terminal = Terminal()
            return terminal.isLive
                ? LiveView(self, terminal, showsLog: showsLog) : PlainView(self, showsLog: showsLog)
        }
    }
}
