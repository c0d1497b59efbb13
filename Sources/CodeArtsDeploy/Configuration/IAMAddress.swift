internal import CodeArtsDeployModel

/// Where tokens are asked for: an endpoint that was named, else that of the region.
struct IAMAddress: Sendable {
    let named: Endpoint?
    let region: String?

    func endpoint() throws(DeployError) -> Endpoint {
        if let named { return named }
        if let region, let endpoint = try? Endpoint(Region.iamEndpoint(region)) { return endpoint }
        throw DeployError(
            .configuration,
            "There is no IAM endpoint for the user and password: give \"iam_endpoint\" or \"region\". Nothing was sent."
        )
    }
}
