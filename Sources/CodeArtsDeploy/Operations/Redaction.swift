internal import CodeArtsDeployModel

/// Takes secrets out of the words of others: a service that repeats a token or a private parameter in its error text
/// must not put it into somebody's log.
struct Redaction {
    private static var mask: String.UTF8View { "***".utf8 }
    /// Shorter values would mask ordinary words.
    private static let shortest = 4

    private var secrets: [[UInt8]] = []

    init(_ credential: Credential, _ body: [UInt8]) {
        switch credential {
        case .token(let token): token.header.withValue { secrets.append(Array($0)) }
        case .key(let key): key.signer.securityToken?.withValue { secrets.append(Array($0)) }
        }
        guard let document = try? JSONDocument(parsing: body), let params = document.root["params"] else { return }
        for parameter in params.elements {
            guard let type = parameter["type"]?.stringBytes, type.elementsEqual("encrypt".utf8) else { continue }
            if let value = parameter["value"]?.stringBytes { secrets.append(Array(value)) }
        }
        // A secret may be a part of another one, which then would not be found whole any more.
        secrets.sort { $0.count > $1.count }
    }

    consuming func applied(to error: DeployError) -> DeployError {
        var error = error
        error.message = masked(error.message)
        error.errorCode = error.errorCode.map(masked)
        error.errorMessage = error.errorMessage.map(masked)
        error.requestID = error.requestID.map(masked)
        for index in secrets.indices { wipe(&secrets[index]) }
        return error
    }

    private func masked(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for secret in secrets where secret.count >= Self.shortest {
            var at = 0
            while at + secret.count <= bytes.count {
                if bytes[at..<(at + secret.count)].elementsEqual(secret) {
                    bytes.replaceSubrange(at..<(at + secret.count), with: Self.mask)
                    at += Self.mask.count
                } else {
                    at += 1
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
