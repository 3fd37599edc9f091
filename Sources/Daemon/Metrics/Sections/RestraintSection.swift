import Engine
import Exposition

/// What holds actions back, for all targets at once.
struct RestraintSection {
    let view: EngineView

    func write(to writer: inout MetricsWriter) {
        for (family, value) in [
            (Families.storm, view.isStorm), (Families.latched, view.latch != nil),
            (Families.paused, isPausedByOperator || view.pauseFile),
            (Families.armed, view.mode == .armed), (Families.selfTrust, view.distrust == nil),
        ] {
            writer.family(family)
            writer.sample(value ? 1 : 0)
        }
        writer.family(Families.pauseStart)
        if isPausedByOperator, let at = view.pause?.at { writer.sample(at.unixSeconds) }
        writer.family(Families.silences)
        writer.sample(view.silences.count)
        writer.family(Families.disarmed)
        writer.sample(view.disarmed.count)
    }

    private var isPausedByOperator: Bool { view.pause?.isPaused ?? false }
}
