/// The defaults of requests and configuration. Schemas show them, flows read them.
public enum Defaults {
    /// How long a deployment is followed: a little more than the thirty minutes after which the service ends it.
    public static let watchMS = 1_900_000
    /// How often it is looked at.
    public static let intervalMS = 3000
    /// How many records are listed.
    public static let records = 100

    /// How many deployments of a release run at once.
    public static let deploymentsAtOnce = 10

    // Of a client's configuration.
    public static let connectTimeoutMS = 10_000
    /// Of a whole call.
    public static let timeoutMS = 60_000
    /// Of one call.
    public static let maxAttempts = 3
    /// Requests in the background at once.
    public static let maxInFlight = 32
    public static let maxResponseBytes = 8 << 20
    /// Of an ECS.
    public static var metadataEndpoint: StaticString { "http://169.254.169.254" }
}
