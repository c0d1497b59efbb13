internal import CodeArtsDeployModel

/// A streaming redaction, of a text that comes in parts: an end that may be the beginning of a secret is held back
/// until the next part shows what it is.
struct MaskedStream {
    private(set) var secrets: Redaction
    private var held: [UInt8] = []

    init(_ secrets: Redaction) {
        self.secrets = secrets
    }

    mutating func masked(_ part: ArraySlice<UInt8>) -> [UInt8] {
        let text = secrets.masked(held + part)
        let open = secrets.lengthOfBeginning(atEndOf: text)
        held = Array(text.suffix(open))
        return Array(text.dropLast(open))
    }

    /// What was held back when nothing more comes.
    mutating func flush() -> [UInt8] {
        defer { held = [] }
        return secrets.maskedBeginning(held)
    }

    /// Forgets the secrets.
    mutating func wipe() {
        CodeArtsDeploy.wipe(&held)
        secrets.wipe()
    }
}
