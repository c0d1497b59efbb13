extension Redaction {
    /// What of a credential goes over the wire as it is.
    mutating func add(_ credential: Credential) {
        switch credential {
        case .token(let token): token.header.withValue { add(Array($0)) }
        case .key(let key): key.signer.securityToken?.withValue { add(Array($0)) }
        }
    }
}
