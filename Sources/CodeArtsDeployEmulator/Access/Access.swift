/// Access control, for each request: by signature, or else by token.
struct Access {
    /// How long a token and a temporary key last.
    let tokenSeconds: Int
    /// Ahead of the machine's clock.
    var offsetSeconds = 0
    private let machineClock: @Sendable () -> Timestamp
    private var tokens: Tokens
    /// Those that the issuer gave out, which IAM takes.
    private var identityTokens = Tokens(permanent: nil)
    private var keys: AccessKeys

    init(account: Account, settings: Emulator.Settings, clock: @escaping @Sendable () -> Timestamp) {
        tokenSeconds = settings.tokenSeconds
        machineClock = clock
        tokens = Tokens(permanent: account.token)
        keys = AccessKeys(account.accessKey, lockSeconds: settings.lockSeconds)
    }

    var clock: @Sendable () -> Timestamp {
        let (clock, offset) = (machineClock, offsetSeconds)
        return { clock().advanced(bySeconds: offset) }
    }

    mutating func check(_ request: Request) throws(ServiceError) {
        if SignedAuthorization.isClaimed(in: request.headers) {
            try keys.verify(request, at: clock())
        } else if let token = request.headers.first(name: "X-Auth-Token") {
            try tokens.check(token, at: clock())
        } else {
            throw .authentication("x-auth-token not found")
        }
    }

    mutating func issueToken() -> (token: String, issued: Timestamp, end: Timestamp) {
        let now = clock()
        let end = now.advanced(bySeconds: tokenSeconds)
        return (tokens.issue(until: end), now, end)
    }

    func check(token: String) throws(ServiceError) {
        try tokens.check(token, at: clock())
    }

    /// An identity token lasts for five minutes, as those of GitHub do.
    mutating func issueIdentityToken() -> String {
        identityTokens.issue(until: clock().advanced(bySeconds: 300))
    }

    func isIdentityToken(_ token: String) -> Bool {
        (try? identityTokens.check(token, at: clock())) != nil
    }

    mutating func issueKey() -> TemporaryKey {
        let key = TemporaryKey(end: clock().advanced(bySeconds: tokenSeconds))
        keys.add(key)
        return key
    }

    /// What was issued stays valid; only failures are forgotten.
    mutating func unlock() {
        keys.unlock()
    }
}
