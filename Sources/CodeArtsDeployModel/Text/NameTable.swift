/// A hash table of names, each with its place (FNV-1a, open addressing).
package struct NameTable {
    package private(set) var names: [String] = []
    /// Places in `names`; -1 where there is none.
    private var slots: [Int]

    /// - Parameter capacity: how many names it has at most.
    @_optimize(size)
    package init(for capacity: Int) {
        var size = 16
        while size < 2 * capacity { size *= 2 }
        slots = Array(repeating: -1, count: size)
        names.reserveCapacity(capacity)
    }

    /// The place of a name, from 0 in the order of their coming; nil where it is not there.
    @_optimize(size)
    package func place(of name: String) -> Int? {
        let place = slots[slot(of: name)]
        return place < 0 ? nil : place
    }

    /// Answers the place of an earlier one of the same name. Every name takes a place.
    @_optimize(size)
    package mutating func add(_ name: String) -> Int? {
        let slot = slot(of: name)
        names.append(name)
        if slots[slot] >= 0 { return slots[slot] }
        slots[slot] = names.count - 1
        return nil
    }

    /// Where a name stands, or would.
    @_optimize(size)
    private func slot(of name: String) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in Array(name.utf8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0, names[slots[slot]] != name { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }
}
