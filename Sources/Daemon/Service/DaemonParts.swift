import Engine
import HostUp
import Logging
import Probes
import Transfer

/// The parts of a running daemon that several of its services use.
struct DaemonParts: Sendable {
    let clock: any SteadyClock
    let log: Logger
    let meters: Meters
    let queue: EventQueue
    let transfers: TransferLoop
    let provider: HostUpClient
    let receivers: Receivers
    let scheduler: ProbeScheduler
    let heartbeat: Heartbeat
    let discoverer: Discoverer
    let pace: PlatformSweeper.Pace
    let manager: ServiceManager
    let externalURL: String
}
