import Engine
import Exposition

/// How Defib itself fares.
struct SelfSection {
    let counted: Meters.Counted
    let version: String

    func write(to writer: inout MetricsWriter) {
        writer.family(Families.loopLag)
        writer.sample(counted.loopLag)
        writer.family(Families.dropped)
        writer.sample(counted.droppedObservations)
        writeJournal(&writer)
        writer.family(Families.reloadSuccessful)
        writer.sample(counted.isLastReloadSuccessful ? 1 : 0)
        writer.family(Families.reloadTime)
        if let at = counted.lastReloadAt { writer.sample(at.unixSeconds) }
        writer.family(Families.buildInfo)
        writer.sample(1, ["version": version])
    }

    private func writeJournal(_ writer: inout MetricsWriter) {
        writer.family(Families.journalWrites)
        writer.sample(counted.journalWrites)
        writer.family(Families.journalFailures)
        writer.sample(counted.journalFailures)
        writer.family(Families.journalHealthy)
        writer.sample(counted.journalFault == nil ? 1 : 0)
    }
}
