#if !hasFeature(Embedded)
    /// The variables that say that the environment has a credential, as a program must know that ranks others below them.
    package enum CredentialVariables {
        /// Those of OpenStack are missing: they rank below everything.
        package static var all: [String] {
            EnvironmentCredentials.tokens + EnvironmentCredentials.keys.flatMap { [$0.id, $0.secret] }
                + [
                    EnvironmentIDToken.provider, IDTokenOrigin.file, IDTokenOrigin.variable, ProfileFile.variable,
                    "HW_USER_NAME",
                ]
        }
    }
#endif
