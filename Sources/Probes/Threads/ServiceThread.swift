import CLibcurl
import Glibc

/// A thread of our own, for work that waits: the cooperative pool is as wide as the cores and must never block.
public struct ServiceThread: Sendable {
    private let handle: pthread_t

    /// `name` is what `top -H` shows, 15 bytes of it.
    public static func start(_ name: StaticString, _ body: @escaping @Sendable () -> Void) throws(SystemFailure)
        -> ServiceThread
    {
        let box = Unmanaged.passRetained(Body(name, body))
        var handle = pthread_t()
        let code = pthread_create(&handle, nil, ServiceThread.main, box.toOpaque())
        guard code == 0 else {
            box.release()
            throw SystemFailure("pthread_create", code: code)
        }
        return ServiceThread(handle: handle)
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        // Signals are for the threads that know what to do about them.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        guard let argument else { return nil }
        let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
        body.name.withUTF8Buffer { name in
            _ = name.withMemoryRebound(to: CChar.self) { defib_name_this_thread($0.baseAddress) }
        }
        body.run()
        return nil
    }

    /// Waits for its end: once, unless detached, and never from the thread itself.
    public func join() {
        pthread_join(handle, nil)
    }

    /// Lets it end by itself; `join` must not be called then.
    public func detach() {
        pthread_detach(handle)
    }

    private final class Body {
        let name: StaticString
        let run: @Sendable () -> Void

        init(_ name: StaticString, _ run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }
}
