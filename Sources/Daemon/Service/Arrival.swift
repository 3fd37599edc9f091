import ServiceLifecycle

/// Tells the service manager that the start is over, and gives back what only that needed; later what a storm has left.
struct Arrival: Service {
    let manager: ServiceManager

    func run() async throws {
        manager.tellReady("watching")
        await cancelWhenGracefulShutdown {
            for pause in StartLeftovers.pauses {
                try? await Task.sleep(for: pause)
                if !Task.isCancelled { StartLeftovers.giveBack() }
            }
            var slack = HeapSlack()
            while !Task.isCancelled {
                try? await Task.sleep(for: HeapSlack.pace)
                slack.giveBack()
            }
        }
    }
}
