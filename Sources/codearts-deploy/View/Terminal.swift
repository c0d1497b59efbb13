import Glibc

/// What standard output is, and what it can show.
struct Terminal: Sendable {
    /// Somebody looks at it, and lines can be drawn again.
    let isLive: Bool
    let hasColour: Bool
    let isUnicode: Bool

    /// - Parameter isWished: whether somebody asked for a live view; else a machine that builds gets none.
    init(isRequested: Bool = false) {
        isLive = Self.canDraw && (isRequested || Self.isAttended && Self.isForeground(STDOUT_FILENO))
        hasColour = Self.takesColours
        let locale = Variable.text("LC_ALL") ?? Variable.text("LC_CTYPE") ?? Variable.text("LANG") ?? ""
        isUnicode = ["utf-8", "utf8"].contains { locale.lowercased().contains($0) }
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

    /// Whether standard output shows colours, also where nothing is drawn.
    static var takesColours: Bool { canDraw && Variable.text("NO_COLOR") == nil }

    private static var canDraw: Bool {
        let kind = Variable.text("TERM")
        return isOutput && kind != nil && kind != "dumb"
    }

    /// Whether somebody sits here, and not a machine that builds, whatever terminal that has.
    static var isAttended: Bool { [nil, "0", "false"].contains(Variable.text("CI")?.lowercased()) }

    /// Whether somebody can be asked a question.
    static var canAsk: Bool { isAttended && isForeground(STDIN_FILENO) && isatty(STDERR_FILENO) == 1 }

    /// Whether it is a terminal whose keys go to this program: who reads them in the background is stopped.
    static func isForeground(_ descriptor: CInt) -> Bool { tcgetpgrp(descriptor) == getpgrp() }
}
