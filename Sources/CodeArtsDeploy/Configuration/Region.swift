internal import CodeArtsDeployModel

/// The regions in which the service exists.
///
/// Reference: https://support.huaweicloud.com/api-deployman/CloudDeploy_api_3001.html
package enum Region {
    static var known: [String] {
        [
            "cn-north-4", "cn-north-1", "cn-east-2", "cn-east-3", "cn-south-1", "ap-southeast-3", "la-north-2",
            "sa-brazil-1",
            "tr-west-1", "eu-west-101",
        ]
    }

    package static func isKnown(_ region: String) -> Bool { known.contains(region) }

    static func endpoint(_ region: String) -> String {
        "https://codearts-deploy.\(region).myhuaweicloud.\(region == "eu-west-101" ? "eu" : "com")"
    }

    static func iamEndpoint(_ region: String) -> String {
        "https://iam.\(region).myhuaweicloud.\(region == "eu-west-101" ? "eu" : "com")"
    }

    /// The official SDK's variable for a region's endpoint: `HUAWEICLOUD_SDK_REGION_CODEARTSDEPLOY_CN_NORTH_4`.
    static func variable(_ region: String) -> String {
        let suffix = Array(region.utf8).map {
            $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 & ~($0 >= UInt8(ascii: "a") ? 0x20 : 0)
        }
        return "HUAWEICLOUD_SDK_REGION_CODEARTSDEPLOY_" + String(decoding: suffix, as: UTF8.self)
    }
}
