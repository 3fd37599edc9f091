import CLibcurl
import Glibc

/// A thread of the loop's own: libcurl's callbacks and a blocked epoll have no place on the cooperative pool.
struct LoopThread: Sendable {
    let id: pthread_t

    /// Nil where the system refuses a thread.
    init?(running body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Body(run: body))
        let code = pthread_create(&thread, nil, LoopThread.main, context.toOpaque())
        guard code == 0 else {
            context.release()
            return nil
        }
        id = thread
    }

    var isCurrent: Bool { pthread_equal(pthread_self(), id) != 0 }

    private final class Body {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
        defib_name_this_thread("defib-transfer")
        // Signals are for the threads that know what to do about them.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
        return nil
    }
}
