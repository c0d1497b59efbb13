/// A deployment's state: the service's word, passed on as it is, and what is known of it.
public struct DeploymentState: Sendable, Equatable {
    /// The ways in which a deployment ends.
    public enum End: Sendable, Equatable {
        case succeeded
        /// It ran and failed, or the service's own time limit ended it.
        case failed
        /// Somebody stopped or cancelled it.
        case stopped
        /// The service says that it is over, in words that do not say how.
        case unclear
    }

    /// The service's word.
    public let word: String
    /// Nil where it goes on; a word that this version does not know is no end.
    public let end: End?

    public init(_ word: String) {
        let bytes = Array(word.utf8)
        self.word = word
        end = Self.table.first { $0.word.matches(bytes[...]) }?.end
    }

    public static func == (one: DeploymentState, other: DeploymentState) -> Bool {
        one.word == other.word
    }

    /// Every word that the service documents; ListAllApp takes them as a filter.
    static var documented: [StaticString] { table.map { $0.word } }

    private static var table: [(word: StaticString, end: End?)] {
        [
            ("abort", .stopped), ("failed", .failed),
            // Cancelled before it ran: the word misleads.
            ("not_started", .stopped),
            ("pending", nil), ("running", nil), ("succeeded", .succeeded), ("timeout", .failed),
            // Said of an application that was never deployed.
            ("not_executed", nil),
        ]
    }
}
