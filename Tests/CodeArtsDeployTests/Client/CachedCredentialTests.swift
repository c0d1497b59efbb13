import CPlatform
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// When a fetched credential is renewed, what a failed renewal means, and who shares a fetch with whom.
@Suite struct CachedCredentialTests {
    private let old = AuthToken(checked: bytes("old")[...])
    private let down = DeployError(.connect, "IAM is down.")
    private let context = CallContext(until: Deadline(inMS: 60_000))

    /// The flow of one who needs the credential; its result is the header line.
    private func use(
        _ kept: CachedCredential, for context: CallContext? = nil, _ fetch: @escaping CachedCredential.Fetch
    ) -> Step {
        kept.credential(for: context ?? self.context, fetch) { found in
            .end(
                found.map {
                    guard case .token(let token) = $0 else { return [] }
                    return Array(text(token.header.line).utf8)
                })
        }
    }

    private func used(
        _ kept: CachedCredential, _ fetched: Result<CachedCredential.Found, DeployError>
    ) throws(DeployError) -> String {
        text(try PlayedThread().run(use(kept) { $1(fetched) }).get())
    }

    private func found(_ token: AuthToken, renewInMS: Int64, endsInMS: Int64) -> CachedCredential.Found {
        let now = platform_boot_ms()
        return .init(.token(token), renewAtMS: now + renewInMS, endsAtMS: now + endsInMS)
    }

    /// One whose old token should be renewed by now, and ends so many milliseconds from now.
    private func due(endsInMS milliseconds: Int64) throws -> CachedCredential {
        let kept = CachedCredential(holdsRefusals: true)
        _ = try used(kept, .success(found(old, renewInMS: -1, endsInMS: milliseconds)))
        return kept
    }

    @Test func `a renewal that fails leaves the old token to its end, and is not tried at once again`() throws {
        let kept = try due(endsInMS: 3_600_000)
        #expect(try used(kept, .failure(down)) == "X-Auth-Token: old")
        #expect(try text(PlayedThread().run(use(kept) { _, _ in never() }).get()) == "X-Auth-Token: old")
    }

    @Test func `a token that has ended is not used again`() throws {
        let kept = try due(endsInMS: 0)
        #expect(throws: DeployError.self) { try used(kept, .failure(down)) }
    }

    @Test func `a dropped token is not fallen back to`() throws {
        let kept = try due(endsInMS: 3_600_000)
        kept.drop(.token(old))
        #expect(throws: DeployError.self) { try used(kept, .failure(down)) }
    }

    @Test func `a late refusal of an old token does not throw away the new one`() throws {
        let kept = try due(endsInMS: 3_600_000)
        let new = AuthToken(checked: bytes("new")[...])
        #expect(try used(kept, .success(found(new, renewInMS: 60_000, endsInMS: 60_000))) == "X-Auth-Token: new")
        kept.drop(.token(old))
        #expect(try text(PlayedThread().run(use(kept) { _, _ in never() }).get()) == "X-Auth-Token: new")
        kept.drop(.token(new))
        #expect(throws: DeployError.self) { try used(kept, .failure(down)) }
    }

    @Test func `a late refusal of an old temporary key does not throw away the new one`() throws {
        func key(_ secret: String) throws -> Credential {
            .key(try AccessKey(id: bytes("AK")[...], secret: bytes(secret)[...], securityToken: nil))
        }
        let kept = CachedCredential(holdsRefusals: false)
        let now = platform_boot_ms()
        let found = CachedCredential.Found(try key("new"), renewAtMS: now + 60_000, endsAtMS: now + 60_000)
        _ = try used(kept, .success(found))
        kept.drop(try key("old"))
        _ = try PlayedThread().run(use(kept) { _, _ in never() }).get()
        kept.drop(try key("new"))
        #expect(throws: DeployError.self) { try used(kept, .failure(down)) }
    }

    @Test func `a renewal that comes early is tried once, and a first one as often as every call`() throws {
        var tries: [Int] = []
        func once(_ kept: CachedCredential) {
            let step = kept.credential(
                for: context, tries: 3,
                {
                    tries.append($0); return $1(.failure(down))
                }
            ) { _ in
                .end(.success([]))
            }
            _ = PlayedThread().run(step)
        }
        once(CachedCredential(holdsRefusals: true))
        once(try due(endsInMS: 3_600_000))
        once(try due(endsInMS: 0))
        #expect(tries == [3, 1, 3])
    }

    @Test func `those who came during a fetch share what it got`() throws {
        let kept = CachedCredential(holdsRefusals: true)
        var arrive: ((Result<CachedCredential.Found, DeployError>) -> Step)?
        _ = use(kept) {
            arrive = $1
            return .end(.success([]))
        }
        let waiting = PlayedThread { pause in
            if pause == 3 { _ = arrive?(.success(found(old, renewInMS: 60_000, endsInMS: 60_000))) }
        }
        #expect(try text(waiting.run(use(kept) { _, _ in never() }).get()) == "X-Auth-Token: old")
        #expect(waiting.pauses.count == 3)
    }

    @Test func `those who came during a fetch that fails share its error, and the next one tries anew`() throws {
        let kept = CachedCredential(holdsRefusals: true)
        var arrive: ((Result<CachedCredential.Found, DeployError>) -> Step)?
        _ = use(kept) {
            arrive = $1
            return .end(.success([]))
        }
        let waiting = PlayedThread { _ in _ = arrive?(.failure(down)) }
        #expect(
            failure { () throws(DeployError) in try waiting.run(use(kept) { _, _ in never() }).get() }?.status
                == .connect)
        #expect(try used(kept, .success(found(old, renewInMS: 1000, endsInMS: 1000))) == "X-Auth-Token: old")
    }

    @Test(arguments: [Status.cancelled, .timeout])
    func `who ran out of time says nothing about the source, so the one who waited fetches`(status: Status) throws {
        let kept = CachedCredential(holdsRefusals: true)
        var arrive: ((Result<CachedCredential.Found, DeployError>) -> Step)?
        _ = use(kept) {
            arrive = $1
            return .end(.success([]))
        }
        let waiting = PlayedThread { _ in _ = arrive?(.failure(DeployError(status, "No time."))) }
        let step = use(kept) { $1(.success(found(old, renewInMS: 1000, endsInMS: 1000))) }
        #expect(try text(waiting.run(step).get()) == "X-Auth-Token: old")
    }

    @Test func `who waits for another's fetch gives up when the time is over or somebody cancels`() throws {
        let kept = CachedCredential(holdsRefusals: true)
        _ = use(kept) { _, _ in .end(.success([])) }
        let cancellation = Cancellation()
        let context = CallContext(until: Deadline(inMS: 60_000), cancellation: cancellation)
        let waiting = PlayedThread { if $0 == 2 { cancellation.takeEffect() } }
        let cancelled = failure { () throws(DeployError) in
            try waiting.run(use(kept, for: context) { _, _ in never() }).get()
        }
        #expect(cancelled?.status == .cancelled && waiting.pauses.count == 2)
        let late = failure { () throws(DeployError) in
            try PlayedThread().run(use(kept, for: CallContext(until: Deadline(inMS: 0))) { _, _ in never() }).get()
        }
        #expect(late?.status == .timeout)
    }

    @Test func `who is cancelled just when another's fetch ends does not fetch any more`() throws {
        let kept = CachedCredential(holdsRefusals: true)
        var arrive: ((Result<CachedCredential.Found, DeployError>) -> Step)?
        _ = use(kept) {
            arrive = $1
            return .end(.success([]))
        }
        let cancellation = Cancellation()
        let context = CallContext(until: Deadline(inMS: 60_000), cancellation: cancellation)
        let waiting = PlayedThread { _ in
            cancellation.takeEffect()
            _ = arrive?(.failure(DeployError(.timeout, "No time.")))
        }
        let error = failure { () throws(DeployError) in
            try waiting.run(use(kept, for: context) { _, _ in never() }).get()
        }
        #expect(error?.status == .cancelled)
    }

    @Test func `a refusal stands, so that a wrong password locks nobody`() throws {
        let refused = DeployError(.authentication, "Wrong password.")
        let held = CachedCredential(holdsRefusals: true)
        #expect(failure { () throws(DeployError) in try used(held, .failure(refused)) }?.status == .authentication)
        #expect(
            failure { () throws(DeployError) in try PlayedThread().run(use(held) { _, _ in never() }).get() }?.status
                == .authentication)
        let open = CachedCredential(holdsRefusals: false)
        #expect(failure { () throws(DeployError) in try used(open, .failure(refused)) }?.status == .authentication)
        #expect(try used(open, .success(found(old, renewInMS: 1000, endsInMS: 1000))) == "X-Auth-Token: old")
    }

    private func never() -> Step {
        Issue.record("nothing should have been fetched")
        return .end(.failure(DeployError(.internal, "")))
    }
}
