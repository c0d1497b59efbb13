internal import CodeArtsDeployModel

/// The rules for texts of configurations and of credentials, wherever these come from.
extension StringRule {
    static let line = StringRule(length: 1...4096, alphabet: .printable)
    static let proxy = StringRule(length: 0...4096, alphabet: .printable)
    static let userAgent = StringRule(length: 1...256, alphabet: .printable)
    static let logLevel = StringRule(length: 0...Int.max, values: ["debug", "off"])
    /// An AK: it stands between commas in the header Authorization.
    static let accessKeyID = StringRule(length: 1...128, alphabet: .parameterKey)
    /// An SK, the name of a user or an account.
    static let printableName = StringRule(length: 1...256, alphabet: .printable)
    static let password = StringRule(length: 1...1024)
}
