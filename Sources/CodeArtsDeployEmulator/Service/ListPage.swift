/// A part of a long list.
struct ListPage {
    let number: Int
    let size: Int

    func of<Element>(_ list: [Element]) -> ArraySlice<Element> {
        list.dropFirst((number - 1) * size).prefix(size)
    }
}
