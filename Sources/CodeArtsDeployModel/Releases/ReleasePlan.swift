/// A release's plan: its items, in which wave each of them is, and after which others it comes.
///
/// The model is optimized for speed, but this for size: it is read twice for a whole release.
package final class ReleasePlan {
    package static let mostItems = 10_000
    package static let mostWaves = 1000

    package private(set) var items: [ReleaseItem] = []
    /// How many items may fail before nothing new starts.
    package private(set) var maxFailures = Int.max
    package private(set) var waveCount = 1
    let request: JSONValue
    /// What is wrong with the items together.
    private(set) var faults: [Violation] = []
    private var names = NameTable(for: 0)

    /// - Parameter request: of `deploy_many`. A member that is wrong by itself counts as absent.
    @_optimize(size)
    package init(_ request: JSONValue) {
        self.request = request
        readItems()
        readWaves()
        if let limit = request["max_failures"], let most = amount(limit, from: 0) { maxFailures = most }
        for item in items { readOrder(of: item) }
        findCycles()
    }

    /// Items that come after each other hold each other.
    deinit {
        for item in items {
            item.after = []
            item.followers = []
        }
    }

    @inline(never) @_optimize(size)
    private func fault(_ rule: Rule, _ message: String, at value: JSONValue) {
        let isListed = faults.count < Validation.listed
        faults.append(
            Violation(
                path: isListed ? value.path : "", rule: rule, message: message,
                position: isListed ? value.position : nil))
    }

    // MARK: Names

    @_optimize(size)
    private func readItems() {
        guard let list = request["items"] else { return }
        for element in list.elements where items.count < Self.mostItems {
            items.append(ReleaseItem(element, at: items.count))
        }
        names = NameTable(for: items.count)
        for item in items {
            guard let earlier = names.add(item.name), !item.name.isEmpty else { continue }
            fault(
                .duplicate, "items[\(earlier)] has this name already: no two may have the same.",
                at: item.value["name"] ?? item.value["task_id"] ?? item.value)
        }
    }

    // MARK: Waves and limits

    @_optimize(size)
    private func readWaves() {
        if let waves = request["waves"] {
            readSizes(waves)
        } else {
            for item in items { set(item, item.value["wave"]) }
        }
    }

    @_optimize(size)
    private func set(_ item: ReleaseItem, _ wave: JSONValue?) {
        item.wave = min(max(wave?.integer ?? 1, 1), Self.mostWaves) - 1
        waveCount = max(waveCount, item.wave + 1)
    }

    @_optimize(size)
    private func readSizes(_ waves: JSONValue) {
        for item in items where item.value["wave"] != nil {
            return fault(.conflict, "This cannot be given beside items[\(item.index)].wave.", at: waves)
        }
        var first = 0
        for element in waves.elements {
            guard let size = amount(element, from: 1), first < items.count else { continue }
            if first > 0 { waveCount += 1 }
            first += size
            for item in items where item.index >= first - size { item.wave = waveCount - 1 }
        }
    }

    /// A count, or a share of all items: of a wave rounded up, of failures rounded down.
    @_optimize(size)
    private func amount(_ value: JSONValue, from least: Int) -> Int? {
        var digits = Array(value.stringBytes ?? value.raw)
        guard StringRule.amount.accepts(digits) else { return nil }
        let isShare = digits.last == UInt8(ascii: "%")
        if isShare { digits.removeLast() }
        let number = Int(digits: digits[...]) ?? -1
        if number >= least, !isShare { return min(number, items.count) }
        if number >= least, number <= 100 { return (items.count * number + 99 * least) / 100 }
        fault(
            .range, "This must be a count from \(least) on, or a share of all items from \(least)% to 100%.", at: value)
        return nil
    }

    // MARK: Order

    @_optimize(size)
    private func readOrder(of item: ReleaseItem) {
        guard let after = item.value["after"] else { return }
        for element in after.elements {
            guard let name = element.string, !name.isEmpty else { continue }
            guard let place = names.place(of: name) else {
                fault(.enum, "No item has this name.\(near(name))", at: element)
                continue
            }
            let other = items[place]
            item.after.append(other)
            other.followers.append(item)
            if other.wave > item.wave {
                fault(
                    .conflict, "\(name) is in the wave \(other.wave + 1), after this item's own (\(item.wave + 1)).",
                    at: element)
            }
        }
    }

    /// A sentence with a space before it. Comparing names takes its time, so the first slip alone gets one.
    @_optimize(size)
    private func near(_ name: String) -> String {
        if !faults.isEmpty { return "" }
        return Spelling.nearest(to: name, among: names.names).map { " Did you mean \($0)?" } ?? ""
    }

    /// Takes away what can run, one by one; what is left waits for itself.
    @_optimize(size)
    private func findCycles() {
        var free: [ReleaseItem] = []
        for item in items {
            item.waitsFor = item.after.count
            if item.waitsFor == 0 { free.append(item) }
        }
        while let item = free.popLast() {
            for follower in item.followers {
                follower.waitsFor -= 1
                if follower.waitsFor == 0 { free.append(follower) }
            }
        }
        for start in items where start.waitsFor > 0 {
            var item = start
            while item.walk < 0 {
                item.walk = start.index
                item = item.obstacle
            }
            if item.walk == start.index { fault(cycleOf: item) }
        }
        for item in items { item.waitsFor = item.after.count }
    }

    @_optimize(size)
    private func fault(cycleOf first: ReleaseItem) {
        var names = first.name
        var item = first
        repeat {
            item = item.obstacle
            names += " after " + item.name
        } while item !== first
        fault(.conflict, "These wait for each other: \(names).", at: first.value["after"] ?? first.value)
    }
}
