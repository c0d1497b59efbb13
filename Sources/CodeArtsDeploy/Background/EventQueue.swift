internal import CodeArtsDeployModel

/// A bounded queue of one operation's unread events. Of progress the oldest is dropped first, and counted; a result
/// is never dropped.
struct EventQueue {
    private struct Entry {
        let event: [UInt8]
        let isResult: Bool
    }

    /// Progress beyond this is dropped, but for the newest.
    private static let mostProgress = 256
    private static let mostBytes = 4 << 20

    private var entries: [Entry] = []
    private var first = 0
    private var progress = 0
    private var bytes = 0
    private var dropped = 0
    private(set) var results = 0
    private let stamp: (inout JSONWriter) -> Void

    /// - Parameter stamp: writes the time of an event that begins here.
    init(stamp: @escaping (inout JSONWriter) -> Void = { _ in }) {
        self.stamp = stamp
    }

    var isEmpty: Bool { first == entries.count && dropped == 0 }

    mutating func add(_ event: [UInt8], isResult: Bool) {
        entries.append(Entry(event: event, isResult: isResult))
        if isResult {
            results += 1
        } else {
            progress += 1
            bytes += event.count
            while progress > Self.mostProgress || bytes > Self.mostBytes && progress > 1 { dropOldest() }
        }
    }

    mutating func take() -> [UInt8]? {
        if dropped > 0 {
            defer { dropped = 0 }
            return gap(dropped)
        }
        guard first < entries.count else { return nil }
        let entry = entries[first]
        first += 1
        if entry.isResult { results -= 1 } else { forget(entry) }
        compact()
        return entry.event
    }

    private mutating func dropOldest() {
        guard let oldest = entries[first...].firstIndex(where: { !$0.isResult }) else { return }
        forget(entries.remove(at: oldest))
        dropped += 1
    }

    private mutating func forget(_ entry: Entry) {
        progress -= 1
        bytes -= entry.event.count
    }

    /// Keeps the room of what was taken from growing.
    private mutating func compact() {
        guard first == entries.count || first > 512 else { return }
        entries.removeFirst(first)
        first = 0
    }

    private func gap(_ count: Int) -> [UInt8] {
        var json = JSONWriter(reserving: 96)
        json.object {
            $0.member("event", "dropped")
            stamp(&$0)
            $0.member("count", count)
        }
        return json.bytes
    }
}
