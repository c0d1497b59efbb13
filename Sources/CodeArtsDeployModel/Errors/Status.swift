/// A status code: the numbers and names of the C header, pinned for ever. `0` is success.
public struct Status: RawRepresentable, Sendable, Equatable {
    public let rawValue: Int32

    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    public static let ok = Status(rawValue: 0)
    /// Not ended yet, or no event yet; not an error.
    public static let pending = Status(rawValue: 1)
    /// Nothing more will come; not an error.
    public static let end = Status(rawValue: 2)
    /// NULL, empty or not UTF-8 where that is not allowed.
    public static let invalidArgument = Status(rawValue: 100)
    /// The request breaks a documented limit.
    public static let validation = Status(rawValue: 120)
    public static let configuration = Status(rawValue: 140)
    public static let authentication = Status(rawValue: 160)
    public static let permission = Status(rawValue: 180)
    public static let notFound = Status(rawValue: 200)
    /// The application is being deployed already.
    public static let busy = Status(rawValue: 220)
    public static let throttled = Status(rawValue: 240)
    /// Too many operations of one client wait already.
    public static let queueFull = Status(rawValue: 241)
    /// Any other error that the service reports.
    public static let service = Status(rawValue: 260)
    /// An answer that cannot be used: not JSON, no id, a redirect, too large, cut short.
    public static let badResponse = Status(rawValue: 280)
    public static let resolve = Status(rawValue: 300)
    public static let connect = Status(rawValue: 320)
    public static let tls = Status(rawValue: 340)
    public static let connectTimeout = Status(rawValue: 360)
    public static let timeout = Status(rawValue: 380)
    public static let cancelled = Status(rawValue: 400)
    /// The deployment ran and failed, or the service's time limit ended it.
    public static let deploymentFailed = Status(rawValue: 420)
    /// Somebody stopped or cancelled the deployment.
    public static let deploymentStopped = Status(rawValue: 440)
    /// The deployment had not ended when the caller's time was over.
    public static let deploymentTimedOut = Status(rawValue: 460)
    /// Nobody can tell whether a deployment was started.
    public static let unreconciled = Status(rawValue: 480)
    /// The operation belongs to the parent of this process.
    public static let forked = Status(rawValue: 500)
    /// libcurl is missing, or too old to be safe.
    public static let unsupported = Status(rawValue: 520)
    /// A fault of this library.
    public static let `internal` = Status(rawValue: 540)

    /// The name in the C header; nil for a number that this version does not have.
    public var name: StaticString? {
        switch rawValue {
        case 0: "CAD_OK"
        case 1: "CAD_PENDING"
        case 2: "CAD_END"
        case 100: "CAD_E_INVALID_ARGUMENT"
        case 120: "CAD_E_VALIDATION"
        case 140: "CAD_E_CONFIGURATION"
        case 160: "CAD_E_AUTHENTICATION"
        case 180: "CAD_E_PERMISSION"
        case 200: "CAD_E_NOT_FOUND"
        case 220: "CAD_E_BUSY"
        case 240: "CAD_E_THROTTLED"
        case 241: "CAD_E_QUEUE_FULL"
        case 260: "CAD_E_SERVICE"
        case 280: "CAD_E_BAD_RESPONSE"
        case 300: "CAD_E_RESOLVE"
        case 320: "CAD_E_CONNECT"
        case 340: "CAD_E_TLS"
        case 360: "CAD_E_CONNECT_TIMEOUT"
        case 380: "CAD_E_TIMEOUT"
        case 400: "CAD_E_CANCELLED"
        case 420: "CAD_E_DEPLOYMENT_FAILED"
        case 440: "CAD_E_DEPLOYMENT_STOPPED"
        case 460: "CAD_E_DEPLOYMENT_TIMED_OUT"
        case 480: "CAD_E_UNRECONCILED"
        case 500: "CAD_E_FORKED"
        case 520: "CAD_E_UNSUPPORTED"
        case 540: "CAD_E_INTERNAL"
        default: nil
        }
    }
}
