/// What stands before every operation: the path, the token, the size.
extension ServiceState {
    func respond(to request: Request) -> Reply {
        do throws(ServiceError) {
            guard let (handler, call) = router.route(request) else { throw .unknownPath }
            try authenticate(request)
            guard !request.bodyIsTooLarge else { throw .bodyTooLarge }
            return try handler(call, self)
        } catch {
            return error.reply(requestID: request.id)
        }
    }

    private func authenticate(_ request: Request) throws(ServiceError) {
        guard let token = request.headers.first(name: "X-Auth-Token") else {
            throw .authentication("x-auth-token not found")
        }
        guard token == account.token else { throw .authentication("decrypt token fail") }
    }
}
