/// Room for what nearly no target has at a time, an incident or a confirmation: one word while it is not there. Inline,
/// the two took 900 of a target's 1,280 bytes.
///
/// An array of one, which is a box that copies on write; what is read or changed in it is so in place.
struct Seldom<Value: Sendable>: Sendable {
    /// Empty, or one that is there.
    private var kept: [Value?] = []

    var isThere: Bool { !kept.isEmpty }

    var value: Value? {
        _read {
            if kept.isEmpty { yield nil } else { yield kept[0] }
        }
        _modify {
            if kept.isEmpty {
                var arriving: Value?
                defer { if arriving != nil { kept = [arriving] } }
                yield &arriving
            } else {
                defer { if kept[0] == nil { kept = [] } }
                yield &kept[0]
            }
        }
    }
}
