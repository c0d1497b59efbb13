/// An item of a release: what is deployed, its place among the others, and how far it is.
package final class ReleaseItem {
    /// From 0.
    package let index: Int
    /// No other item has it.
    package let name: String
    package let taskID: String
    package let value: JSONValue
    /// From 0.
    package internal(set) var wave = 0
    package internal(set) var after: [ReleaseItem] = []
    package internal(set) var followers: [ReleaseItem] = []
    /// How many others must succeed before it may begin.
    package var waitsFor = 0
    package var isBegun = false
    /// Whether it is to go back, and has not yet.
    package var isOpen = false
    package var isGoingBack = false
    /// The walk along `after` that has met it.
    var walk = -1

    init(_ value: JSONValue, at index: Int) {
        self.index = index
        self.value = value
        taskID = value["task_id"]?.string ?? ""
        name = value["name"]?.string ?? taskID
    }

    /// Whether what came after it is still to go back.
    package var hasOpenFollower: Bool {
        for follower in followers where follower.isOpen { return true }
        return false
    }

    /// One that it waits for; itself where there is none.
    var obstacle: ReleaseItem {
        for other in after where other.waitsFor > 0 { return other }
        return self
    }
}
