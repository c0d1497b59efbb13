internal import CPlatform

/// A deadline on the monotonic clock.
struct Deadline: Sendable {
    /// In ms of the monotonic clock.
    let end: Int64

    static var never: Deadline { Deadline(end: .max) }

    private init(end: Int64) {
        self.end = end
    }

    init(inMS milliseconds: Int) {
        end = platform_monotonic_ms() + Int64(milliseconds)
    }

    /// - Parameter milliseconds: nil for no end.
    init(inMS milliseconds: Int?) {
        if let milliseconds { self.init(inMS: milliseconds) } else { self = .never }
    }

    /// At least 1, so that it can be handed on as a limit; a call that has no time left fails by itself.
    var remainingMS: Int { max(1, Int(end - platform_monotonic_ms())) }

    var isNever: Bool { end == .max }

    var isOver: Bool { platform_monotonic_ms() >= end }
}
