/// The library's own version, in its User-Agent and for `cad_version`.
public enum Library {
    public static let version: StaticString = "0.1.0"
}
