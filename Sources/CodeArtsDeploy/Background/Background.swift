internal import CPlatform
internal import CodeArtsDeployModel

/// The background of a client in one process: where any thread hands over its wishes, and the one I/O thread, which is
/// started for the first of them.
final class Background: @unchecked Sendable {
    private enum Wish {
        case start(Job)
        /// Cancelled, or results were taken.
        case proceed(RunningOperation)
    }

    /// Beyond this many a client takes no more: they would only wait for each other.
    private static let most = 100_000

    let news = News()
    private let transport: any Transport
    private let pace: Pace
    private let mostInFlight: Int
    private let lock = Lock()
    private var wishes: [Wish] = []
    private var living = 0
    /// -1 until there is a thread; raised when there is something for it.
    private var flag: Int32 = -1
    private var isRaised = false
    private var isHalted = false

    init(_ transport: any Transport, pace: Pace, mostInFlight: Int) {
        self.transport = transport
        self.pace = pace
        self.mostInFlight = mostInFlight
    }

    deinit {
        if flag >= 0 { platform_flag_free(flag) }
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
            wish(.start(job))
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
            if flag >= 0 { wish(.proceed(operation)) }
        }
    }

    /// Ends the thread. The client is going; nothing of it is running any more.
    func halt() {
        lock.with {
            isHalted = true
            if flag >= 0 { raise() }
        }
    }

    private func wish(_ wish: Wish) {
        wishes.append(wish)
        raise()
    }

    /// Once is enough until the thread has looked.
    private func raise() {
        if !isRaised { platform_flag_raise(flag) }
        isRaised = true
    }

    /// Why nothing can be started; makes sure of the thread.
    private func refusal() -> DeployError? {
        guard living < Self.most else {
            return DeployError(
                .queueFull, "\(Self.most) operations of this client wait already. Wait until some of them have ended.")
        }
        if flag >= 0 { return nil }
        do throws(TransportFailure) {
            try startThread()
            return nil
        } catch {
            return DeployError(error.status, error.reason + ".")
        }
    }

    // MARK: The thread

    private func startThread() throws(TransportFailure) {
        let flag = platform_flag_new()
        guard flag >= 0 else { throw TransportFailure(.internal, "No descriptor is left", wasWritten: false) }
        do throws(TransportFailure) {
            let loop = IOLoop(try transport.crowd(wokenBy: flag), pace: pace, mostInFlight: mostInFlight)
            let thread = Unmanaged.passRetained(IOThread(self, loop, ExitGate.open()))
            guard platform_thread_start({ IOThread.main($0) }, thread.toOpaque()) else {
                thread.release()
                loop.close()
                throw TransportFailure(.internal, "No thread could be started", wasWritten: false)
            }
        } catch {
            platform_flag_free(flag)
            throw error
        }
        self.flag = flag
    }

    /// Whether the thread should go on; before that it hears all wishes.
    fileprivate func serve(_ loop: IOLoop) -> Bool {
        let (wishes, isHalted) = lock.with {
            if isRaised { platform_flag_clear(flag) }
            isRaised = false
            defer { self.wishes = [] }
            return (self.wishes, self.isHalted)
        }
        for wish in wishes {
            switch wish {
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
