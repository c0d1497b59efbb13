import Glibc

/// A detached thread, which ends with the program.
enum DetachedThread {
    private final class Work: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// All signals are blocked there: also SIGPIPE, so that a closed pipe is only an error of `write`.
    static func run(_ work: @escaping @Sendable () -> Void) {
        var all = sigset_t()
        var previous = sigset_t()
        var thread = pthread_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        let context = Unmanaged.passRetained(Work(work)).toOpaque()
        pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context)
        pthread_sigmask(SIG_SETMASK, &previous, nil)
        pthread_detach(thread)
    }
}
