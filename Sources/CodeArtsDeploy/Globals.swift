internal import CodeArtsDeployModel

/// The module's globals.
public enum Globals {
    /// Makes them. A global makes itself at its first use, and a fork by another thread in that moment would leave the
    /// child waiting for ever: so the library does it while it is being loaded.
    public static func make() {
        _ = Operation.all
        _ = Configuration.shape
        _ = Configuration.credentialMembers
        _ = DefaultClientCache.shared
        _ = KeyGuard.shared
        _ = Told.shared
        ExitGate.make()
        RunningOperation.make()
    }
}
