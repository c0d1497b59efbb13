import CodeArtsDeployModel

/// How far a request got.
enum Reach: Int, Comparable {
    /// There is no credential to send.
    case nowhere
    case credential, network, tls, accepted, answered

    /// - Parameter isExpected: whether this error is the answer that was hoped for.
    init(_ error: DeployError, isExpected: Bool) {
        if isExpected {
            self = .answered
            return
        }
        switch error.status {
        case .configuration, .validation: self = .nowhere
        case .resolve, .connect, .connectTimeout, .timeout, .unsupported, .cancelled: self = .credential
        case .tls: self = .network
        case .authentication: self = .tls
        default: self = error.httpStatus == nil ? .credential : .accepted
        }
    }

    /// Of the check that a request passes when it gets so far.
    var name: StaticString {
        switch self {
        case .nowhere, .credential: "credential"
        case .network: "network"
        case .tls: "tls"
        case .accepted: "access"
        case .answered: "service"
        }
    }

    /// What to do where it does not.
    var remedy: String {
        switch self {
        case .nowhere, .credential: " Set one of them."
        case .network: " Look at the endpoint, the region, HTTPS_PROXY and the firewall."
        case .tls: " Does the endpoint speak https? A CA of one's own is named by SSL_CERT_FILE or ca_file."
        case .accepted: " Get a new one."
        case .answered: " Look at the project id, at the endpoint, and at the rights of the credential's user."
        }
    }

    static func < (one: Reach, other: Reach) -> Bool { one.rawValue < other.rawValue }
}
