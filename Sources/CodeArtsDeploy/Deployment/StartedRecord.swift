/// A deployment that runs, or did.
struct StartedRecord {
    let recordID: String
    /// Whether this operation started it; else somebody named it.
    let isOwn: Bool
    /// Where the answer to its start was lost: why it is taken for the one that was started, and what that is worth.
    var adoption: String?
}
