internal import CodeArtsDeployModel

/// OpenStack's variables, OS_*, which people have set for whatever cloud they work with. They rank after everything
/// that is this library's or Huawei Cloud's own, and count only where OS_AUTH_URL does not name another cloud.
package struct ForeignCloud {
    static var address: String { "OS_AUTH_URL" }

    private let environment: any Environment

    package init(_ environment: any Environment) {
        self.environment = environment
    }

    /// Whether these variables count, where no endpoint of IAM is named.
    package var isMeant: Bool { isMeant(nil) }

    /// Whether nothing says that these variables are another cloud's.
    ///
    /// - Parameter iam: an endpoint that was named counts as this cloud's, whatever its host.
    func isMeant(_ iam: IAMAddress?) -> Bool {
        guard let endpoint = environment.variable(Self.address) else { return true }
        guard UTF8Sequence.firstFault(in: endpoint) == nil,
            let known = try? Endpoint(String(decoding: endpoint, as: UTF8.self))
        else { return false }
        return Self.isHuawei(known.host) || iam?.named?.authority == known.authority
    }

    /// A host of Huawei Cloud's own.
    private static func isHuawei(_ host: String) -> Bool {
        let domains: [StaticString] = [
            ".myhuaweicloud.com", ".myhuaweicloud.eu", ".myhuaweicloud.cn", ".huaweicloud.com", ".huaweicloud.eu",
        ]
        let host = Array(host.utf8)
        return domains.contains { domain in
            domain.withUTF8Buffer { host.count > $0.count && host.suffix($0.count).elementsEqual($0) }
        }
    }
}
