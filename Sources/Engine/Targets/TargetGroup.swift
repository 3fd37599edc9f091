/// The targets that share a label's value, under one entry of `groups`.
struct TargetGroup: Sendable {
    let limits: GroupLimits
    /// `region=sto`
    let name: String
    /// Indices, in the order of the configuration.
    let members: [Int]
    let ids: Set<VPSID>

    /// All groups of a policy, in the order of its entries and of their values' first mention.
    static func all(of policy: Policy) -> [TargetGroup] {
        policy.groups.flatMap { limits in
            var values: [String] = []
            var members: [String: [Int]] = [:]
            for (index, target) in policy.targets.enumerated() {
                guard let value = target.labels.first(where: { $0.name == limits.label })?.value else { continue }
                if members[value] == nil { values.append(value) }
                members[value, default: []].append(index)
            }
            return values.map { value in
                let indices = members[value] ?? []
                return TargetGroup(
                    limits: limits,
                    name: "\(limits.label)=\(value)",
                    members: indices,
                    ids: Set(indices.map { policy.targets[$0].id })
                )
            }
        }
    }
}
