import Glibc

/// Threads that work beside the program and end with it.
enum Background {
    private final class Work: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Every signal is blocked there: SIGPIPE too, so that a reader who is gone is an error of `write` and nothing else.
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
