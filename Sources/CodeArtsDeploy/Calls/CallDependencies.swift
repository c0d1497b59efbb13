internal import CodeArtsDeployModel

/// The dependencies of one operation's calls: the configuration, the credential's source, the rate limiter, the clock.
final class CallDependencies: Sendable {
    let configuration: Configuration
    let source: any CredentialSource
    let limiter: RateLimiter
    let clock: ServiceClock
    let environment: any Environment

    init(
        configuration: Configuration, source: any CredentialSource, limiter: RateLimiter, clock: ServiceClock,
        environment: any Environment
    ) {
        self.configuration = configuration
        self.source = source
        self.limiter = limiter
        self.clock = clock
        self.environment = environment
    }

    /// One call of the service as a part of a flow.
    func call(
        _ prepared: PreparedRequest, context: CallContext, patience: ThrottlePatience? = nil,
        then: @escaping (Result<[UInt8], DeployError>) -> Step
    ) -> Step {
        CallFlow(prepared, over: self, context: context, patience: patience, then: then).begin()
    }

    /// The passwords of the proxies that a call may use.
    var proxySecrets: Redaction {
        var redaction = Redaction()
        if let proxy = configuration.proxy {
            redaction.add(proxy: proxy.with { Array($0) })
        } else {
            let names = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
            for name in names { environment.variable(name).map { redaction.add(proxy: $0) } }
        }
        return redaction
    }
}
