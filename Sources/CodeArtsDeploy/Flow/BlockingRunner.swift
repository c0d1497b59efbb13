internal import CPlatform
internal import CodeArtsDeployModel

/// A runner that takes a flow to its end on the calling thread, with a warm connection of its own.
struct BlockingRunner {
    let transport: any Transport
    let limiter: RateLimiter

    func run(_ first: Step) -> Result<[UInt8], DeployError> {
        var step = first
        while true {
            switch step {
            case .send(let sending): step = sending.then(send(sending))
            case .pause(let milliseconds, let then):
                platform_sleep_ms(Int64(milliseconds))
                step = then()
            case .many: return .failure(DeployError(.internal, "A batch needs the client's own thread."))
            case .end(let result): return result
            }
        }
    }

    private func send(_ sending: Sending) -> Result<HTTPReply, TransportFailure> {
        if let failure = waitForTurn(of: sending) { return .failure(failure) }
        defer { limiter.leave(sending.api) }
        do throws(TransportFailure) {
            return .success(try transport.send(try sending.request().get()))
        } catch {
            return .failure(error)
        }
    }

    private func waitForTurn(of sending: Sending) -> TransportFailure? {
        while true {
            let waitMS = limiter.enter(sending.api)
            if waitMS == 0 { return nil }
            if sending.deadline.isOver { return .outOfTurn }
            platform_sleep_ms(Int64(min(waitMS, sending.deadline.remainingMS)))
        }
    }
}

extension TransportFailure {
    /// A request that waited for its turn until its time was over.
    static var outOfTurn: TransportFailure {
        TransportFailure(.timeout, "The time was over before the request's turn came", wasWritten: false)
    }

    static var unanswered: TransportFailure {
        TransportFailure(.timeout, "No complete answer came in time", wasWritten: true)
    }

    static var cancelledInQueue: TransportFailure { cancelled(wasWritten: false) }

    static func cancelled(wasWritten: Bool) -> TransportFailure {
        TransportFailure(.cancelled, "The operation was cancelled", wasWritten: wasWritten)
    }
}
