/// The format of a command's output.
enum OutputFormat: String, CaseIterable {
    case text
    /// The result or the error document, and nothing else.
    case json
    /// Each event or element on a line of its own.
    case jsonl
}

/// The display of a deployment that is followed.
enum ProgressStyle: String, CaseIterable {
    case auto, plain, live, jsonl, none
}
