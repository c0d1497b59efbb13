/// The steps of every application here.
enum StepName {
    /// - Parameter step: From 1.
    static func of(_ step: Int) -> String {
        let names = ["initial", "下载软件包", "Stop the service", "Start the service", "Check the service"]
        return step <= names.count ? names[step - 1] : "Step \(step)"
    }

    /// The step's id in an application.
    static func id(_ step: Int, of appID: String) -> String {
        let number = String(step)
        return appID.prefix(32 - 4) + String(repeating: "f", count: 4 - number.utf8.count) + number
    }
}
