import CPlatform
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy

/// When a fetched credential is renewed, and what a failed renewal means.
@Suite struct KeptCredentialTests {
    private let old = AuthToken(checked: bytes("old")[...])
    private let down = DeployError(.connect, "IAM is down.")

    private func used(_ kept: KeptCredential, _ fetch: () throws(DeployError) -> KeptCredential.Found) throws -> String
    {
        guard case .token(let token) = try kept.credential(before: Deadline(inMS: 1000), fetch) else { throw Missing() }
        return text(token.header.line)
    }

    /// One whose old token should be renewed by now, and ends so many milliseconds from now.
    private func due(endsInMS milliseconds: Int64) throws -> KeptCredential {
        let kept = KeptCredential(holdsRefusals: true)
        let now = platform_monotonic_ms()
        _ = try used(kept) { .init(.token(old), renewAtMS: now - 1, endsAtMS: now + milliseconds) }
        return kept
    }

    @Test func `a renewal that fails leaves the old token to its end, and is not tried at once again`() throws {
        let kept = try due(endsInMS: 3_600_000)
        #expect(try used(kept) { () throws(DeployError) in throw down } == "X-Auth-Token: old")
        #expect(try used(kept) { () throws(DeployError) in throw Self.never } == "X-Auth-Token: old")
    }

    @Test func `a token that has ended is not used again`() throws {
        let kept = try due(endsInMS: 0)
        #expect(throws: DeployError.self) { try used(kept) { () throws(DeployError) in throw down } }
    }

    @Test func `a dropped token is not fallen back to`() throws {
        let kept = try due(endsInMS: 3_600_000)
        kept.drop(old)
        #expect(throws: DeployError.self) { try used(kept) { () throws(DeployError) in throw down } }
    }

    private static var never: DeployError {
        Issue.record("nothing should have been fetched")
        return DeployError(.internal, "")
    }
}
