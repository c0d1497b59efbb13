@testable import CodeArtsDeploy

/// Of a flow, not of a deployment.
typealias Step = CodeArtsDeploy.Step
