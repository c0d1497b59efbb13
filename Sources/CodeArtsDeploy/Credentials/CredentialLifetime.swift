internal import CPlatform
internal import CodeArtsDeployModel

/// A credential's lifetime, whatever this machine's clock says.
enum CredentialLifetime {
    /// What is taken where nobody says.
    private static let usual: Int64 = 3600

    /// Seconds.
    ///
    /// - Parameters:
    ///   - end: when it ends, as IAM says.
    ///   - issued: when it was made; with both, this machine's clock does not matter.
    ///   - date: else the header Date of the answer that it came in.
    static func seconds(until end: String?, from issued: String?, or date: String?) -> Int64 {
        guard let end = end.flatMap({ ISODate.unixSeconds($0) }) else { return usual }
        let begin = issued.flatMap { ISODate.unixSeconds($0) } ?? date.flatMap { HTTPDate.unixSeconds($0) }
        return max(0, end - (begin ?? platform_unix_seconds()))
    }
}
