/// A time range in days of Beijing, as callers give one, both days included.
struct DateRange {
    let start: String
    let end: String
    private let range: ClosedRange<Int>

    /// - Parameter limit: How many days the end may be after the start.
    init(from start: String, to end: String, limit: Int) throws(ServiceError) {
        guard let first = Timestamp.day(start), let last = Timestamp.day(end) else { throw .invalidParameter }
        guard first <= last else { throw .badRange(start, end) }
        guard last - first <= limit else { throw .rangeTooLong(days: limit) }
        self.start = start
        self.end = end
        range = first...last
    }

    func contains(_ moment: Timestamp) -> Bool { range.contains(moment.beijingDay) }
}
