/// The service that answers a path: in the cloud each has an address of its own, here they share one.
enum Part {
    /// Deployments, the service itself. Only this part can have faults, and only its requests are counted.
    case service
    /// IAM.
    case identity
    /// What an ECS can ask about itself.
    case metadata
    /// What only this emulator has.
    case control

    init(path: Substring) {
        if ControlPlane.owns(path) {
            self = .control
        } else if IdentityService.owns(path) {
            self = .identity
        } else if MetadataService.owns(path) {
            self = .metadata
        } else {
            self = .service
        }
    }
}
