/// A sliding-window counter: how many events the last second, or minute, has seen. The window is divided into slots, so
/// that it takes the same memory for any number of events.
struct SlidingCount {
    static let slotCount = 128
    /// An event counts for two slots longer than the window is: what is sent at even times does not arrive so.
    private static let extraSlots = 3

    /// In µs, since a second divides into slots of less than 8 ms.
    private let slotUS: Int64
    private var counts = [UInt32](repeating: 0, count: slotCount)
    private var total = 0
    /// The number of the newest slot since the beginning of the clock.
    private var newest: Int64 = 0

    init(periodMS: Int64) {
        slotUS = max(1, periodMS * 1000 / Int64(Self.slotCount - Self.extraSlots))
    }

    /// The same events in another window; each counts from the end of its slot.
    init(periodMS: Int64, like other: SlidingCount) {
        self.init(periodMS: periodMS)
        for age in (0..<Int64(Self.slotCount)).reversed() {
            let slot = other.newest - age
            let count = other.counts[Self.index(slot)]
            if count > 0 { add(Int(count), at: min(slot + 1, other.newest) * other.slotUS / 1000) }
        }
    }

    mutating func add(_ count: Int = 1, at nowMS: Int64) {
        advance(to: nowMS)
        // An event of a while ago belongs into the slot of then.
        let slot = nowMS * 1000 / slotUS
        guard newest - slot < Int64(Self.slotCount) else { return }
        counts[Self.index(slot)] &+= UInt32(clamping: count)
        total += count
    }

    /// Takes back an event of this moment.
    mutating func withdraw(at nowMS: Int64) {
        advance(to: nowMS)
        guard counts[Self.index(newest)] > 0 else { return }
        counts[Self.index(newest)] -= 1
        total -= 1
    }

    mutating func count(at nowMS: Int64) -> Int {
        advance(to: nowMS)
        return total
    }

    /// When the oldest events leave the window.
    func oldestLeavesMS() -> Int64 {
        for age in (0..<Int64(Self.slotCount)).reversed() {
            let slot = newest - age
            if counts[Self.index(slot)] > 0 { return ((slot + Int64(Self.slotCount)) * slotUS + 999) / 1000 }
        }
        return newest * slotUS / 1000
    }

    private mutating func advance(to nowMS: Int64) {
        let slot = nowMS * 1000 / slotUS
        guard slot > newest else { return }
        if slot - newest >= Int64(Self.slotCount) {
            for index in counts.indices { counts[index] = 0 }
            total = 0
        } else {
            for passed in (newest + 1)...slot {
                total -= Int(counts[Self.index(passed)])
                counts[Self.index(passed)] = 0
            }
        }
        newest = slot
    }

    private static func index(_ slot: Int64) -> Int { Int(slot & Int64(slotCount - 1)) }
}
