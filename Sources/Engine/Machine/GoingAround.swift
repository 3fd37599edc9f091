/// The one way past a restart that was not sent.
///
/// A refusal never leads to a stronger action, with this exception alone: every gate of the restart passed but `capability`,
/// the provider denied a restart and allowed a reset in two readings in a row, half a minute apart, and the very next rung is a
/// reset. Waiting for a restart would then be waiting for ever. The reset still has to pass all of its own gates, and a third
/// reading that says the same.
extension Engine {
    /// True where that decides what becomes of a restart that was refused.
    mutating func goesAroundRestart(
        _ result: Result<Inspection, ProviderFailure>,
        _ results: [GateResult],
        target index: Int
    ) -> Bool {
        guard var incident = targets[index].incident, incident.rung?.action == .restart else { return false }
        guard case .success(let reading) = result, RestartDenial.isDenied(in: reading), incident.leadsToReset,
            results.filter(isRefusal).map(\.gate) == [.capability]
        else {
            targets[index].incident?.restartDeniedAt = nil
            return false
        }
        guard let first = incident.restartDeniedAt else {
            incident.restartDeniedAt = reading.startedAt
            incident.phase = .resting(until: reading.startedAt + RestartDenial.pause)
            targets[index].incident = incident
            note(target: index, "restart is denied while a reset is allowed; asked again in \(RestartDenial.pause)")
            return true
        }
        guard reading.startedAt - first >= RestartDenial.pause else {
            targets[index].incident?.phase = .resting(until: first + RestartDenial.pause)
            return true
        }
        incident.restartDenial = RestartDenial(first: first, second: reading.startedAt)
        targets[index].incident = incident
        decide(
            .note,
            target: index,
            action: "restart",
            "restart is denied in two readings: on to the reset",
            gates: results
        )
        _ = leaveRung(index, mayRepeat: false)
        return true
    }
}
