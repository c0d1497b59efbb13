/// Which of a project's applications to list. A request that exists is valid.
public struct ListAllAppRequest: Sendable {
    /// One flat object of wire names, as the client takes it.
    public let json: [UInt8]

    public init(
        projectID: String, page: Int, size: Int, search: String? = nil, sortName: String? = nil, sortBy: String? = nil,
        states: [String]? = nil, groupID: String? = nil
    ) throws(DeployError) {
        var json = JSONWriter()
        json.beginObject()
        json.member("project_id", projectID)
        json.member("page", page)
        json.member("size", size)
        json.member("search", ifKnown: search)
        json.member("sort_name", ifKnown: sortName)
        json.member("sort_by", ifKnown: sortBy)
        if let states {
            json.name("states")
            json.beginArray()
            for text in states { json.string(text) }
            json.endArray()
        }
        json.member("group_id", ifKnown: groupID)
        json.endObject()
        self.json = json.bytes
        try Validation.check(self.json, Operation.listAllApp.request, of: "The request")
    }
}
