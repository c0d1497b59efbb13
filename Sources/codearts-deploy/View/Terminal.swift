import Glibc

/// What standard output is, and what it can show.
struct Terminal: Sendable {
    /// Somebody looks at it, and lines can be drawn again.
    let isLive: Bool
    let hasColour: Bool
    let isUnicode: Bool

    init() {
        let kind = Variable.text("TERM")
        isLive = Self.isOutput && kind != nil && kind != "dumb"
        hasColour = isLive && Variable.text("NO_COLOR") == nil
        let locale = Variable.text("LC_ALL") ?? Variable.text("LC_CTYPE") ?? Variable.text("LANG") ?? ""
        isUnicode = ["utf-8", "utf8"].contains { locale.lowercased().hasSuffix($0) }
    }

    /// As it is now: somebody may have resized the window.
    var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether somebody can be asked a question.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }
}
