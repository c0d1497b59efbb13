import CodeArtsDeployModel

/// The stage that a probe reached.
enum ProbeStage: Int, Comparable {
    /// There is no credential to send.
    case nowhere
    case credential, network, tls, accepted, answered

    /// - Parameter isExpected: whether this error is the expected answer.
    init(_ error: DeployError, isExpected: Bool) {
        if isExpected {
            self = .answered
            return
        }
        // Every error of a request to the service has a number of attempts. Others come from IAM, the metadata service, a
        // file or a variable: the service was not asked.
        guard error.attempts != nil else {
            self = .nowhere
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

    /// Whether the service itself answered: then the gateway has accepted the credential.
    static func isProof(_ error: DeployError?) -> Bool {
        guard let error else { return true }
        guard let status = error.httpStatus, (400..<500).contains(status), status != 429 else { return false }
        return error.errorCode.map { !$0.hasPrefix("APIG") } ?? false
    }

    /// The name of the check that a request passes at this stage.
    var name: StaticString {
        switch self {
        case .nowhere, .credential: "credential"
        case .network: "network"
        case .tls: "tls"
        case .accepted: "access"
        case .answered: "service"
        }
    }

    /// What to do if it does not.
    func remedy(after error: DeployError) -> String {
        switch self {
        case .nowhere, .credential: Self.credentialRemedy(error)
        case .network: " Check the endpoint, the region, HTTPS_PROXY and the firewall."
        case .tls: " SSL_CERT_FILE or ca_file can name your own CA."
        case .accepted: " Get a new one."
        case .answered: " Check the project id, the endpoint, and the permissions of the credential's user."
        }
    }

    private static func credentialRemedy(_ error: DeployError) -> String {
        switch error.status {
        case .configuration: error.violations.isEmpty ? " Set one of them." : ""
        default: " The service was not asked."
        }
    }

    static func < (one: ProbeStage, other: ProbeStage) -> Bool { one.rawValue < other.rawValue }
}
