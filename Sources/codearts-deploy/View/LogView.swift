import CodeArtsDeployModel

/// A view that prints the log as it is; on a terminal, without its control sequences.
final class LogView: ProgressView {
    private let format: OutputFormat
    private let notices = NoticeView()
    private let isTerminal = Terminal.isOutput
    private var lines = LineSplitter(keepsColours: Terminal.takesColours)
    private var whole: [UInt8] = []

    init(_ format: OutputFormat) {
        self.format = format
    }

    /// A log that is not read is not fetched.
    var isUseless: Bool { Stream.out.failure != nil }

    func show(_ event: ProgressEvent) {
        if case .log(let text) = event.kind { add(Array(text.utf8)[...]) }
        notices.show(event)
    }

    func add(_ text: ArraySlice<UInt8>) {
        guard !text.isEmpty else { return }
        switch format {
        case .text where isTerminal: for line in lines.add(text) { Stream.out.line(line) }
        case .text: Stream.out.write(bytes: Array(text))
        case .json: whole += text
        case .jsonl: Stream.out.line(Self.document(text))
        }
    }

    func end() {
        for line in lines.rest() { Stream.out.line(line) }
        if format == .json { Stream.out.line(Self.document(whole[...])) }
    }

    private static func document(_ text: ArraySlice<UInt8>) -> [UInt8] {
        jsonObject {
            $0.name("text")
            $0.string(utf8: text)
        }
    }
}
