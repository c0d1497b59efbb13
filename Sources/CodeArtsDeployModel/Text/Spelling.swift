/// A spelling corrector: finds the name that was probably meant.
package enum Spelling {
    /// The known name with the fewest edits, if they are few enough to be a slip.
    package static func nearest(to name: String, among known: [String]) -> String? {
        let typed = Array(Array(name.utf8).prefix(64))
        let limit = max(2, typed.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in known {
            let distance = edits(from: typed, to: Array(candidate.utf8))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// The known names, those that are most like a name first.
    package static func nearestFirst(to name: String, among known: [String]) -> [String] {
        let typed = Array(Array(name.utf8).prefix(64))
        var sorted: [(name: String, distance: Int)] = []
        for candidate in known {
            let distance = edits(from: typed, to: Array(candidate.utf8))
            sorted.insert((candidate, distance)) { $0.distance > distance }
        }
        return sorted.map { $0.name }
    }

    /// Levenshtein's distance in bytes; a letter's case is no edit.
    private static func edits(from a: [UInt8], to b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(diagonal + (x.lowercased == y.lowercased ? 0 : 1), above + 1, row[j] + 1)
                diagonal = above
            }
        }
        return row[b.count]
    }
}

extension UInt8 {
    /// Of an ASCII letter.
    fileprivate var lowercased: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }
}
