import Engine
import Web

extension HeartbeatView {
    /// Nil without a switch.
    init?(_ report: HeartbeatReport) {
        guard report.isConfigured else { return nil }
        let (isWell, reason): (Bool?, String?) =
            switch report.condition {
            case .unknown: (nil, nil)
            case .well: (true, nil)
            case .ill(let reason): (false, reason)
            }
        self.init(
            isWell: isWell,
            reason: reason,
            lastSuccessAt: report.lastSuccessAt?.description,
            fault: report.fault
        )
    }
}
