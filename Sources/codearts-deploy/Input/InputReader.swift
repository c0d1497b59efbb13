import CodeArtsDeployModel
import Glibc

/// A reader of whole files and pipes that Ctrl-C can interrupt.
struct InputReader {
    private static let sliceMS = 100

    private let maxBytes: Int
    private let signals: BlockedSignals

    init(maxBytes: Int, _ signals: BlockedSignals) {
        self.maxBytes = maxBytes
        self.signals = signals
    }

    /// Waits for a non-blocking descriptor too.
    func read(_ descriptor: CInt, named name: String) throws(DeployError) -> [UInt8] {
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            if signals.take() {
                let message = "Interrupted while \(name) was read. Nothing was sent."
                throw DeployError(.cancelled, message, outcome: .notSent)
            }
            guard MainThread.pause(ms: Self.sliceMS, orReadable: descriptor) else { continue }
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count > 0 {
                text += chunk.prefix(count)
                if text.count > maxBytes { throw Self.tooLong(name, maxBytes) }
            } else if count == 0 {
                return text
            } else if ![EINTR, EAGAIN].contains(errno) {
                throw Self.fault(name, String(cString: strerror(errno)))
            }
        }
    }

    static func fault(_ name: String, _ reason: String) -> DeployError {
        DeployError(.invalidArgument, "\(name) cannot be read: \(reason). Nothing was sent.")
    }

    private static func tooLong(_ name: String, _ maxBytes: Int) -> DeployError {
        let message = "It has more than \(maxBytes) bytes, which is the limit."
        var error = DeployError(.invalidArgument, "\(name) is too large: \(message) Nothing was sent.")
        error.violations = [Violation(path: name, rule: .size, message: message)]
        return error
    }
}
