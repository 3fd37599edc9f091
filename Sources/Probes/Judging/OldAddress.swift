import Engine

extension ProbeResult {
    /// What a probe showed that went to the last address of a name which the resolver no longer confirms. Who answers there
    /// as wanted lives; anything else may be somebody else's silence.
    var atOldAddress: ProbeResult {
        guard case .down(let reason) = self else { return self }
        return .unknown(Reason(.resolutionFailed, "the resolver fails; at the name's last address: \(reason)"))
    }
}
