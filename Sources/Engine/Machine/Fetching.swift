/// What a condition lacks is asked for at once: the platform's word, the agent's, or both.
extension Engine {
    /// Between two questions for the same.
    static let askingPause = TimeSpan.seconds(15)

    /// Asks for what would decide a rule's condition that is unknown just now.
    mutating func fetchWhatLacks(ofRule rule: Int, target index: Int) {
        guard targets[index].rules[rule].when.namesPlatform || targets[index].rules[rule].when.namesAgent else {
            return
        }
        let bound = targets[index].rules[rule]
        fetchWhatLacks(bound.when, sight(of: index, rule: bound), target: index)
    }

    /// Asks for what would decide a condition that is unknown just now.
    mutating func fetchWhatLacks(_ condition: CompiledCondition, _ sight: Sight, target index: Int) {
        let canAskPlatform = condition.namesPlatform && sight.powerState == nil
        let canAskAgent = condition.namesAgent && targets[index].agentProbe != nil
        guard canAskPlatform || canAskAgent else { return }
        let answers: [Truth] = [.yes, .no]
        if canAskPlatform, answers.contains(where: { condition.holds(in: sight, platform: $0) }) {
            askPlatform()
        } else if canAskAgent, answers.contains(where: { condition.holds(in: sight, agent: $0) }) {
            askAgent(of: index)
        } else if canAskPlatform, canAskAgent,
            answers.contains(where: { platform in
                answers.contains { condition.holds(in: sight, platform: platform, agent: $0) }
            })
        {
            askPlatform()
            askAgent(of: index)
        }
    }

    /// One listing tells of all targets.
    private mutating func askPlatform() {
        guard now - askedPlatformAt >= Engine.askingPause else { return }
        askedPlatformAt = now
        effects.append(.sweepPlatform)
    }

    private mutating func askAgent(of index: Int) {
        guard now - targets[index].askedAgentAt >= Engine.askingPause, let probe = targets[index].agentProbe else {
            return
        }
        targets[index].askedAgentAt = now
        effects.append(.probeNow([ProbeAddress(owner: .target(index), probe: probe, epoch: epoch)]))
    }
}

extension CompiledCondition {
    /// Whether it would hold if what is unknown of the platform or the agent turned out so.
    fileprivate func holds(in sight: Sight, platform: Truth? = nil, agent: Truth? = nil) -> Bool {
        var supposed = sight
        supposed.assumedPlatform = platform
        supposed.assumedAgent = agent
        return evaluate(supposed) == .yes
    }
}
