internal import CPlatform

/// A ready queue: the operations with unread events or an end, and one descriptor that is readable for as long as there
/// is one, and their names, each once until it has more.
final class ReadyQueue: @unchecked Sendable {
    /// A weak reference to an operation, so that unread events do not keep it alive.
    final class Entry {
        let id: UInt64
        fileprivate var isListed = false
        fileprivate var isFreed: Bool

        /// - Parameter isObserved: whether its readiness is of interest.
        init(_ id: UInt64, isObserved: Bool = true) {
            self.id = id
            isFreed = !isObserved
        }
    }

    private let lock = Lock()
    private var listed: [Entry] = []
    private var first = 0
    private var freed = 0
    /// -1 until somebody asks for it.
    private var waker: Int32 = -1

    deinit {
        if waker >= 0 { platform_waker_free(waker) }
    }

    /// -1 where the system has none to give.
    var descriptor: Int32 {
        lock.with {
            if waker < 0 { waker = platform_waker_new() }
            if waker >= 0, first < listed.count { platform_waker_raise(waker) }
            return waker
        }
    }

    func add(_ entry: Entry) {
        lock.with {
            guard !entry.isListed, !entry.isFreed else { return }
            entry.isListed = true
            listed.append(entry)
            if waker >= 0, first + 1 == listed.count { platform_waker_raise(waker) }
        }
    }

    /// The id of an operation that is ready; nil if none is.
    func next() -> UInt64? {
        lock.with {
            defer { if first == listed.count { empty() } }
            while first < listed.count {
                let entry = listed[first]
                first += 1
                compact()
                entry.isListed = false
                if !entry.isFreed { return entry.id }
                freed -= 1
            }
            return nil
        }
    }

    /// Forgets one that nobody waits for any more.
    func drop(_ entry: Entry) {
        lock.with {
            entry.isFreed = true
            guard entry.isListed else { return }
            freed += 1
            // Without an event loop nobody calls next(), and the list must not keep all that ever was.
            guard freed > 64, freed > (listed.count - first) / 2 else { return }
            listed = listed[first...].filter { !$0.isFreed }
            first = 0
            freed = 0
            if listed.isEmpty { empty() }
        }
    }

    /// Keeps the room of what was named from growing where the list never gets empty.
    private func compact() {
        guard first > 512, first > listed.count / 2 else { return }
        listed.removeFirst(first)
        first = 0
    }

    private func empty() {
        listed.removeAll(keepingCapacity: listed.capacity <= 1024)
        first = 0
        if waker >= 0 { platform_waker_clear(waker) }
    }
}
