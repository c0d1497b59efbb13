/// What stands before every operation: the path, the size, the credential.
extension ServiceState {
    func respond(to request: Request) -> Reply {
        do throws(ServiceError) {
            guard let (handler, call) = router.route(request) else { throw .unknownPath }
            // Before the signature, which covers the whole body.
            guard !request.bodyIsTooLarge else { throw .bodyTooLarge }
            try access.check(request)
            return try handler(call, self)
        } catch {
            return error.reply(requestID: request.id)
        }
    }
}
