/// One step of a deployment.
public struct StepInfo: Sendable {
    public let region: String?
    public let id: String?
    public let offset: JSONValue?
    public let enable: Bool?
    public let name: String?
    public let currentOffset: JSONValue?
    public let elapsedTime: JSONValue?
    public let faqURL: String?
    /// Not documented, but seen.
    public let status: String?

    public init(reading object: JSONValue) {
        region = object["region"]?.string
        id = object["id"]?.string
        offset = object["offset"]
        // The page says that it is a text.
        enable = object["enable"]?.boolean ?? object["enable"]?.string.map { $0 == "true" }
        name = object["name"]?.string
        currentOffset = object["current_offset"]
        elapsedTime = object["elapsed_time"]
        faqURL = object["faq_url"]?.string
        status = object["status"]?.string
    }
}
