import CodeArtsDeployModel
import Glibc

/// Reads to the end of whatever a descriptor is, without being deaf to Ctrl-C meanwhile.
struct InputReader {
    private static let sliceMS = 100

    private let most: Int
    private let signals: BlockedSignals

    init(most: Int, _ signals: BlockedSignals) {
        self.most = most
        self.signals = signals
    }

    /// One that does not block is waited for all the same.
    func read(_ descriptor: CInt, named name: String) throws(DeployError) -> [UInt8] {
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            if signals.take() {
                let message = "Interrupted while \(name) was read. Nothing was sent."
                throw DeployError(.cancelled, message, outcome: .notSent)
            }
            guard Waiting.pause(ms: Self.sliceMS, orReadable: descriptor) else { continue }
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count > 0 {
                text += chunk.prefix(count)
                if text.count > most { throw Self.tooLong(name, most) }
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

    private static func tooLong(_ name: String, _ most: Int) -> DeployError {
        let message = "It has more than \(most) bytes, which is the limit."
        var error = DeployError(.invalidArgument, "\(name) is too large: \(message) Nothing was sent.")
        error.violations = [Violation(path: name, rule: .size, message: message)]
        return error
    }
}
