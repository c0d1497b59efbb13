import CodeArtsDeployModel
import NIOCore

/// The error of an order that was not understood.
struct OrderError: Error {
    let message: String
}

/// Orders are read strictly: a test that is not understood should not go on.
extension JSONValue {
    /// The text of a request to the control plane.
    static func order(_ body: [UInt8]) throws(OrderError) -> JSONValue {
        do {
            return try JSONDocument(parsing: body).root
        } catch {
            throw OrderError(message: error.message)
        }
    }

    func fault(_ member: StaticString, _ message: String) -> OrderError {
        let path = path
        return OrderError(message: "\(path.isEmpty ? "" : path + ".")\(member) \(message)")
    }

    /// The elements of an array that must be there.
    func list(_ member: StaticString) throws(OrderError) -> JSONElements {
        guard let list = self[member], list.kind == .array else {
            throw OrderError(message: "\(member): an array is required")
        }
        return list.elements
    }

    func number(
        _ member: StaticString, in range: ClosedRange<Int>, default: Int? = nil
    ) throws(OrderError) -> Int {
        if let number = try number(member, ifIn: range) ?? `default` { return number }
        throw fault(member, "is required")
    }

    /// Nil where there is no such member.
    func number(_ member: StaticString, ifIn range: ClosedRange<Int>) throws(OrderError) -> Int? {
        guard let value = self[member] else { return nil }
        guard let number = value.integer, range.contains(number) else {
            throw fault(member, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A duration; nil where there is no such member.
    func duration(_ member: StaticString) throws(OrderError) -> Int? {
        try number(member, ifIn: 0...100_000_000)
    }

    func milliseconds(_ member: StaticString, default: Int? = nil) throws(OrderError) -> TimeAmount {
        .milliseconds(Int64(try number(member, in: 0...3_600_000, default: `default`)))
    }

    func flag(_ member: StaticString) throws(OrderError) -> Bool? {
        guard let value = self[member] else { return nil }
        guard let flag = value.boolean else { throw fault(member, "must be true or false") }
        return flag
    }

    func string(_ member: StaticString) throws(OrderError) -> String? {
        guard let value = self[member] else { return nil }
        guard let text = value.string else { throw fault(member, "must be a string") }
        return text
    }

    func requiredString(_ member: StaticString) throws(OrderError) -> String {
        guard let text = try string(member) else { throw fault(member, "must be a string") }
        return text
    }

    /// An array of strings; nil where there is none.
    func strings(_ member: StaticString) throws(OrderError) -> [String]? {
        guard let value = self[member], value.kind != .null else { return nil }
        let texts = value.elements.map(\.string)
        let known = texts.compactMap { $0 }
        guard value.kind == .array, known.count == texts.count else {
            throw fault(member, "must be an array of strings")
        }
        return known
    }

    /// One of the words of an enumeration; nil where there is none.
    func word<Word: RawRepresentable>(_ member: StaticString, of: Word.Type) throws(OrderError) -> Word?
    where Word.RawValue == String {
        guard let text = try string(member) else { return nil }
        guard let word = Word(rawValue: text) else { throw fault(member, "is not one of those that the emulator has") }
        return word
    }

    /// A status that goes with a body.
    func httpStatus(default: Int) throws(OrderError) -> Int {
        let status = try number("http_status", in: 200...599, default: `default`)
        guard ![204, 205, 304].contains(status) else { throw fault("http_status", "must be one that has a body") }
        return status
    }

    /// Text that can stand in a header; nil where there is none.
    func headerText(_ member: StaticString) throws(OrderError) -> String? {
        guard let value = self[member] else { return nil }
        guard let text = value.string, text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
            throw fault(member, "must be a string of printable ASCII")
        }
        return text
    }
}
