internal import CPlatform
internal import CodeArtsDeployModel

/// A client's background in one process: the queue where any thread leaves commands, and the one I/O thread, which is
/// started for the first of them.
final class Background: @unchecked Sendable {
    private enum Command {
        case start(Job)
        /// Cancelled, or results were taken.
        case proceed(RunningOperation)
    }

    /// Beyond this many a client takes no more: they would only wait for each other.
    private static let most = 100_000

    let readyQueue = ReadyQueue()
    private let transport: any Transport
    private let limiter: RateLimiter
    private let maxInFlight: Int
    private let lock = Lock()
    private var commands: [Command] = []
    private var living = 0
    /// -1 until there is a thread; raised when there is something for it.
    private var waker: Int32 = -1
    private var isRaised = false
    private var isHalted = false

    init(_ transport: any Transport, limiter: RateLimiter, maxInFlight: Int) {
        self.transport = transport
        self.limiter = limiter
        self.maxInFlight = maxInFlight
    }

    deinit {
        if waker >= 0 { platform_waker_free(waker) }
    }

    /// Begins to carry an operation.
    func start(_ operation: RunningOperation, _ flow: @escaping () -> Step) throws(DeployError) {
        let job = Job(flow) { result in
            operation.job = nil
            self.lock.with { self.living -= 1 }
            operation.end(result)
        }
        operation.job = job
        let failure: DeployError? = lock.with {
            if let failure = refusal() { return failure }
            living += 1
            command(.start(job))
            return nil
        }
        guard let failure else { return }
        // The job knows the operation as well.
        operation.job = nil
        throw failure
    }

    /// Looks at an operation again, because it was cancelled or because its results were read.
    func proceed(_ operation: RunningOperation) {
        lock.with {
            if waker >= 0 { command(.proceed(operation)) }
        }
    }

    /// Ends the thread. The client is going; nothing of it is running any more.
    func halt() {
        lock.with {
            isHalted = true
            if waker >= 0 { raise() }
        }
    }

    private func command(_ command: Command) {
        commands.append(command)
        raise()
    }

    /// Once is enough until the thread has looked.
    private func raise() {
        if !isRaised { platform_waker_raise(waker) }
        isRaised = true
    }

    /// Why nothing can be started; makes sure of the thread.
    private func refusal() -> DeployError? {
        guard living < Self.most else {
            return DeployError(
                .queueFull, "\(Self.most) operations of this client wait already. Wait until some of them have ended.")
        }
        if waker >= 0 { return nil }
        do throws(TransportFailure) {
            try startThread()
            return nil
        } catch {
            return DeployError(error.status, error.reason + ".")
        }
    }

    // MARK: The thread

    private func startThread() throws(TransportFailure) {
        let waker = platform_waker_new()
        guard waker >= 0 else { throw TransportFailure(.internal, "No descriptor is left", wasWritten: false) }
        do throws(TransportFailure) {
            let loop = IOLoop(try transport.multi(wakingOn: waker), limiter: limiter, maxInFlight: maxInFlight)
            let thread = Unmanaged.passRetained(IOThread(self, loop, ExitGate.open()))
            guard platform_thread_start({ IOThread.main($0) }, thread.toOpaque()) else {
                thread.release()
                loop.close()
                throw TransportFailure(.internal, "No thread could be started", wasWritten: false)
            }
        } catch {
            platform_waker_free(waker)
            throw error
        }
        self.waker = waker
    }

    /// Whether the thread should go on; before that it hears all wishes.
    fileprivate func serve(_ loop: IOLoop) -> Bool {
        let (commands, isHalted) = lock.with {
            if isRaised { platform_waker_clear(waker) }
            isRaised = false
            defer { self.commands = [] }
            return (self.commands, self.isHalted)
        }
        for command in commands {
            switch command {
            case .start(let job): loop.begin(job)
            case .proceed(let operation):
                if let job = operation.job {
                    loop.proceed(job, isCancelled: operation.cancellation.deliver())
                }
            }
        }
        return !isHalted
    }
}

/// The I/O thread. It holds all that it works with, so that a client can go without waiting for it.
private final class IOThread {
    private let background: Background
    private let loop: IOLoop
    private let gate: ExitGate

    init(_ background: Background, _ loop: IOLoop, _ gate: ExitGate) {
        self.background = background
        self.loop = loop
        self.gate = gate
    }

    static func main(_ context: UnsafeMutableRawPointer?) {
        guard let context else { return }
        let thread = Unmanaged<IOThread>.fromOpaque(context).takeRetainedValue()
        while let idleMS = thread.gate.pass({ thread.round() }) { thread.loop.wait(idleMS) }
        // Closing connections is inside the TLS library as well.
        thread.gate.pass { thread.loop.close() }
    }

    private func round() -> Int? { background.serve(loop) ? loop.round() : nil }
}
