/// A fault, and which requests it is for.
struct FaultOrder {
    let fault: Fault
    /// Its name, as in the order.
    let kind: String
    /// `date_offset_seconds`, which any fault may have: how far the reply's date is from the clock.
    let dateOffset: Int
    /// How many requests pass untouched before it strikes.
    var skip: Int
    /// How many requests in a row it strikes.
    var times: Int
    let filter: RequestFilter
}
