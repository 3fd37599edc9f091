internal import Engine

/// Makes a failing plan as small as it stays failing: the same invariant, with as few faults, as little time and as few
/// targets as will do. A pure walk, so that the same plan always shrinks to the same one.
extension Plan {
    /// - Parameter tries: runs it may cost at most.
    public func shrunk(tries: Int = 400, isChecked: Bool = true) -> Plan {
        guard let breach = run(isChecked: isChecked).breach else { return self }
        var shrinking = Shrinking(plan: self, wanted: breach, left: tries, isChecked: isChecked)
        shrinking.cutLength()
        shrinking.dropFaults()
        shrinking.simplify()
        shrinking.dropFaults()
        shrinking.cutLength()
        return shrinking.plan
    }
}

private struct Shrinking {
    var plan: Plan
    var wanted: Breach
    var left: Int
    let isChecked: Bool

    /// Takes the candidate if it fails in the same way.
    @discardableResult
    mutating func take(_ candidate: Plan) -> Bool {
        guard left > 0, candidate != plan else { return false }
        left -= 1
        guard let breach = candidate.run(isChecked: isChecked).breach, breach.invariant == wanted.invariant else {
            return false
        }
        plan = candidate
        wanted = breach
        return true
    }

    /// Nothing after the violation matters; what is judged at the end needs no more than it has.
    mutating func cutLength() {
        var candidate = plan
        candidate.length = min(plan.length, wanted.at + .seconds(1))
        candidate.faults.removeAll { $0.at > candidate.length }
        take(candidate)
    }

    mutating func dropFaults() {
        var chunk = max(1, plan.faults.count / 2)
        while chunk >= 1 {
            var position = 0
            while position < plan.faults.count {
                var candidate = plan
                candidate.faults.removeSubrange(position..<min(position + chunk, plan.faults.count))
                if !take(candidate) { position += chunk }
            }
            chunk = chunk == 1 ? 0 : chunk / 2
        }
    }

    /// One setting after another goes back to its default.
    mutating func simplify() {
        for field in SetupField.all {
            var candidate = plan
            guard (try? field.write(field.read(Setup()), &candidate.setup)) != nil else { continue }
            candidate.faults.removeAll { ($0.guest ?? 0) >= candidate.setup.targets }
            take(candidate)
        }
    }
}
