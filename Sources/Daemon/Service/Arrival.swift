import ServiceLifecycle

/// Tells the service manager that the start is over, and gives back what only that needed.
struct Arrival: Service {
    let manager: ServiceManager

    func run() async throws {
        manager.tellReady("watching")
        await cancelWhenGracefulShutdown {
            for pause in StartLeftovers.pauses {
                try? await Task.sleep(for: pause)
                if !Task.isCancelled { StartLeftovers.giveBack() }
            }
        }
        try? await gracefulShutdown()
    }
}
