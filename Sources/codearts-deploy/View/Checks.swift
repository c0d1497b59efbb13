import CodeArtsDeployModel

/// Lines about `{"name","ok","message"}`.
enum Checks {
    static func line(_ check: JSONValue) -> String {
        line(check["name"]?.string ?? "", isFine: check["ok"]?.boolean ?? false, check["message"]?.string ?? "")
    }

    static func line(_ name: String, isFine: Bool, _ message: String) -> String {
        Printable.line("  \(isFine ? "ok     " : "problem") \(DisplayWidth.padded(name, to: 14)) \(message)")
    }
}
