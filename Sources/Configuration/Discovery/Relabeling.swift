internal import Engine

/// The steps of `relabel`, compiled: labels in, labels out, as Prometheus' `relabel_configs` do it.
///
/// A `Regex` can't be shared between threads, so that each user compiles its own.
struct Relabeling {
    private var steps: [CompiledStep]

    /// Steps whose expression can't be compiled have been refused where they were read.
    init(_ steps: [RelabelStep]) {
        self.steps = steps.compactMap { step in
            (try? RelabelPattern(step.regex)).map { CompiledStep(step: step, pattern: $0) }
        }
    }

    /// Nil where a step drops the VPS.
    mutating func apply(to labels: [Label]) -> [Label]? {
        var labels = LabelSet(labels)
        for index in steps.indices {
            guard steps[index].apply(to: &labels) else { return nil }
        }
        return labels.all
    }
}

private struct CompiledStep {
    let step: RelabelStep
    var pattern: RelabelPattern

    /// False: the VPS is dropped.
    mutating func apply(to labels: inout LabelSet) -> Bool {
        switch step.action {
        case .replace: replace(&labels)
        case .keep: return pattern.match(source(labels)) != nil
        case .drop: return pattern.match(source(labels)) == nil
        case .labelmap: map(&labels)
        case .labeldrop: labels.removeAll { pattern.match($0) != nil }
        case .labelkeep: labels.removeAll { pattern.match($0) == nil }
        case .lowercase: labels[step.targetLabel] = source(labels).lowercased()
        case .uppercase: labels[step.targetLabel] = source(labels).uppercased()
        }
        return true
    }

    private func source(_ labels: LabelSet) -> String {
        step.sourceLabels.map { labels[$0] }.joined(separator: step.separator)
    }

    /// What does not match stays as it is; an empty value is no label.
    private mutating func replace(_ labels: inout LabelSet) {
        guard let captures = pattern.match(source(labels)) else { return }
        let name = captures.expand(step.targetLabel)
        guard LabelReader.isRelabelName(name) else { return }
        labels[name] = captures.expand(step.replacement)
    }

    private mutating func map(_ labels: inout LabelSet) {
        for label in labels.all {
            guard let captures = pattern.match(label.name) else { continue }
            let name = captures.expand(step.replacement)
            if LabelReader.isRelabelName(name) { labels[name] = label.value }
        }
    }
}

/// A few labels, each name once; one that is not there is empty, and an empty one is not there.
struct LabelSet {
    private(set) var all: [Label]

    init(_ labels: [Label]) {
        all = []
        for label in labels { self[label.name] = label.value }
    }

    subscript(name: String) -> String {
        get { all.first { $0.name == name }?.value ?? "" }
        set {
            let position = all.firstIndex { $0.name == name }
            switch (position, newValue.isEmpty) {
            case (let position?, true): all.remove(at: position)
            case (let position?, false): all[position].value = newValue
            case (nil, true): break
            case (nil, false): all.append(Label(name, newValue))
            }
        }
    }

    mutating func removeAll(where isUnwanted: (String) -> Bool) { all.removeAll { isUnwanted($0.name) } }
}
