import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy

@Suite struct SecretMembersTests {
    @Test func `every secret of a configuration belongs to its credential, but a proxy's password`() {
        let members = Configuration.credentialMembers.map(\.text)
        let secret = Configuration.shape.fields.filter(\.holdsSecret).map(\.name.text)
        #expect(Set(secret).subtracting(members) == ["proxy"])
        #expect(Set(members).subtracting(secret) == ["ak"])
    }
}
