/// Values that few operations have, and rules for two members together.
extension Validation {
    mutating func date(_ index: Int) {
        guard document.kind(index) == .string else { return wrongType(index, "a string") }
        guard let text = document.text(index), let day = CivilDate(text) else {
            return add(.pattern, "This must be a day of the calendar, yyyy-mm-dd.", at: index)
        }
        if !Self.days.contains(day.daysSince1970) {
            add(.range, "The service knows days from 1970-01-01 to 2125-12-30.", at: index)
        }
    }

    /// From 1970-01-01 to 2125-12-30.
    static var days: ClosedRange<Int> { 0...CivilDate(year: 2125, month: 12, day: 30).daysSince1970 }

    mutating func scalars(_ object: Int) {
        guard document.kind(object) == .object else { return wrongType(object, "an object") }
        var name = object + 1
        while name < document.end(object) {
            scalar(name + 1, orArray: true)
            name = document.end(name + 1)
        }
    }

    private mutating func scalar(_ index: Int, orArray: Bool) {
        switch document.kind(index) {
        case .string, .number, .boolean: break
        case .array where orArray:
            var element = index + 1
            while element < document.end(index) {
                scalar(element, orArray: false)
                element = document.end(element)
            }
        default: wrongType(index, "a text, a number, true or false")
        }
    }

    /// Faults of the members themselves are reported already; here a member with one counts as absent.
    mutating func check(_ rule: ObjectShape.Rule, in object: Int) {
        switch rule {
        case .span(let from, let to, let limit):
            guard let end = document.member(to, of: object), let first = day(from, of: object),
                let last = day(to, of: object)
            else { return }
            if last < first {
                add(.conflict, "This day is before the first one.", at: end)
            } else if last - first > limit {
                add(.range, "This day is too far behind the first one: at most \(limit) days are allowed.", at: end)
            }
        case .secret: break
        case .companions(let needs, let excludes):
            for (member, other) in needs {
                guard let index = wish(member, of: object), wish(other, of: object) == nil else { continue }
                add(.conflict, "This means something only beside \(other.text).", at: index)
            }
            for (member, other) in excludes {
                guard let index = wish(member, of: object), wish(other, of: object) != nil else { continue }
                add(.conflict, "This cannot be given beside \(other.text).", at: index)
            }
        case .release:
            check(.companions(needs: [("resume", "journal"), ("on_unknown", "resume")], excludes: []), in: object)
            for fault in ReleasePlan(JSONValue(document: document, index: object)).faults { add(fault) }
        case .noBodyToGet:
            if let body = document.member("body", of: object), let method = document.member("method", of: object),
                document.isText(method, "GET")
            {
                add(.conflict, "A GET has no body; what it asks for stands in the query.", at: body)
            }
        }
    }

    /// Nil for what is absent or false.
    private func wish(_ name: StaticString, of object: Int) -> Int? {
        document.member(name, of: object).flatMap { document.raw($0).elementsEqual("false".utf8) ? nil : $0 }
    }

    /// Nil for a day that is a fault by itself.
    private func day(_ name: StaticString, of object: Int) -> Int? {
        let text = document.member(name, of: object).flatMap(document.text)
        guard let day = text.flatMap({ CivilDate($0) })?.daysSince1970, Self.days.contains(day) else { return nil }
        return day
    }
}
