internal import CodeArtsDeployModel

/// A parser of profile files, as Python's configparser and Go's ini.v1 read them. The official SDKs use these two; what
/// one of them takes for something else than the other is a fault here, because a key that was read wrongly is refused,
/// and five refusals lock it.
struct ProfileLines {
    /// The reason why a file cannot be read: a sentence.
    struct Fault: Error {
        let line: Int
        let message: String
    }

    struct Entry {
        let line: Int
        /// In lower case, as configparser has it.
        let name: String
        /// Empty where nothing stands there.
        let value: ArraySlice<UInt8>
    }

    static var common: StaticString { "DEFAULT" }

    private let text: ArraySlice<UInt8>

    /// - Parameter text: without what is no UTF-8.
    init(_ text: ArraySlice<UInt8>) {
        self.text = text
    }

    /// The names of the sections, for a message.
    var sections: [String] {
        var names: [String] = []
        try? walk { line, number, _ throws(Fault) in
            if line.first == UInt8(ascii: "[") { names.append("[\(try Self.section(line, number))]") }
        }
        return names
    }

    /// The entries of one section; nil where there is none of this name.
    func entries(of section: StaticString) throws(Fault) -> [Entry]? {
        var entries: [Entry] = []
        var isInside = false
        var isThere = false
        var indent = -1
        try walk { line, number, indented throws(Fault) in
            if line.first == UInt8(ascii: "[") {
                if isInside, indent >= 0, indented > indent { throw Self.continued(number) }
                isInside = section.text == (try Self.section(line, number))
                if isInside, isThere { throw Fault(line: number, message: "[\(section.text)] stands here again") }
                isThere = isThere || isInside
                indent = -1
            } else if isInside {
                if indent >= 0, indented > indent { throw Self.continued(number) }
                let entry = try Self.entry(line, number)
                if let earlier = entries.first(where: { $0.name == entry.name }) {
                    throw Fault(line: number, message: "\(entry.name) stands in line \(earlier.line) already")
                }
                entries.append(entry)
                indent = indented
            }
        }
        return isThere ? entries : nil
    }

    /// Each line that is neither empty nor a remark, without blanks around it, its number, and how many were before it.
    private func walk(_ work: (ArraySlice<UInt8>, Int, Int) throws(Fault) -> Void) throws(Fault) {
        var rest = text
        var number = 0
        while !rest.isEmpty {
            number += 1
            let line = rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            rest = rest.dropFirst(line.count)
            if rest.starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")]) { rest = rest.dropFirst() }
            rest = rest.dropFirst()
            let inner = Self.trimmed(line)
            guard let first = inner.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { continue }
            try work(inner, number, inner.startIndex - line.startIndex)
        }
    }

    private static func section(_ line: ArraySlice<UInt8>, _ number: Int) throws(Fault) -> String {
        guard let end = line.lastIndex(of: UInt8(ascii: "]")) else {
            throw Fault(line: number, message: "the section lacks its closing bracket")
        }
        return String(decoding: line[line.startIndex + 1..<end], as: UTF8.self)
    }

    private static func entry(_ line: ArraySlice<UInt8>, _ number: Int) throws(Fault) -> Entry {
        guard let mark = line.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }) else {
            throw Fault(line: number, message: "there is neither = nor : in it")
        }
        let name = trimmed(line[..<mark]).map {
            $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0
        }
        return Entry(line: number, name: String(decoding: name, as: UTF8.self), value: trimmed(line[(mark + 1)...]))
    }

    private static func continued(_ number: Int) -> Fault {
        Fault(line: number, message: "it is indented, which some readers take for a part of the line before")
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text = text.dropLast() }
        return text
    }
}

extension ProfileLines.Entry {
    /// What the two readers make two things of.
    var ambiguity: String? {
        let marks: [(UInt8, String)] = [
            (UInt8(ascii: "#"), "a # is the beginning of a remark to some readers, and not to others"),
            (UInt8(ascii: ";"), "a ; is the beginning of a remark to some readers, and not to others"),
            (UInt8(ascii: "%"), "a % means something to some readers, and not to others"),
        ]
        if let mark = marks.first(where: { value.contains($0.0) }) { return mark.1 }
        if value.last == UInt8(ascii: "\\") { return "a \\ at its end joins the next line to it, to some readers" }
        let quotes: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")]
        if let first = value.first, quotes.contains(first) {
            return "it stands between quotation marks, which are a part of it to some readers: leave them out"
        }
        return nil
    }
}
