import Glibc

/// The capabilities of the terminal on standard output.
struct Terminal: Sendable {
    /// A person looks at it, and lines can be redrawn.
    let isLive: Bool
    let hasColour: Bool
    let isUnicode: Bool

    /// - Parameter isRequested: whether a live view was requested; otherwise CI gets none.
    init(isRequested: Bool = false) {
        isLive = Self.canDraw && (isRequested || Self.isAttended && Self.isForeground(STDOUT_FILENO))
        hasColour = Self.takesColours
        let locale =
            EnvironmentVariable.text("LC_ALL") ?? EnvironmentVariable.text("LC_CTYPE") ?? EnvironmentVariable.text(
                "LANG") ?? ""
        isUnicode = ["utf-8", "utf8"].contains { locale.lowercased().contains($0) }
    }

    /// The current size; the window may be resized at any time.
    var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether standard output shows colours, even if nothing is redrawn.
    static var takesColours: Bool { canDraw && EnvironmentVariable.text("NO_COLOR") == nil }

    private static var canDraw: Bool {
        let kind = EnvironmentVariable.text("TERM")
        return isOutput && kind != nil && kind != "dumb"
    }

    /// Whether a person is there, and not CI, which may have a terminal too.
    static var isAttended: Bool { [nil, "0", "false"].contains(EnvironmentVariable.text("CI")?.lowercased()) }

    /// Whether a question can be asked.
    static var canAsk: Bool { isAttended && isForeground(STDIN_FILENO) && isatty(STDERR_FILENO) == 1 }

    /// Whether it is a terminal whose keys go to this program; a background job that reads them is stopped.
    static func isForeground(_ descriptor: CInt) -> Bool { tcgetpgrp(descriptor) == getpgrp() }
}
