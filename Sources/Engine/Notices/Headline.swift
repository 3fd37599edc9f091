/// The one line of a notification, which may be all that a lock screen shows: its first 80 characters say what is down, since
/// when, and what was done.
struct Headline {
    let notification: Notification
    let briefing: Briefing

    /// Names longer than this are cut, so that the rest keeps its place.
    private static let longestName = 20

    var text: String {
        guard notification.vps != nil else { return "Defib: \(briefing.news)" }
        return [essentials, briefing.diagnosis?.words, briefing.news.nonEmpty].compactMap(\.self).joined(
            separator: "; "
        )
    }

    private var essentials: String { "\(subject) \(state) since \(since), \(done)" }

    private var subject: String { notification.name.cut(to: Headline.longestName) }

    private var state: String {
        guard notification.status == .firing else {
            return notification.kind == .recovered ? "back, was down" : "over, was down"
        }
        switch notification.kind {
        case .handedOver, .page, .reminder: return "needs you: down"
        case .incidentOpened, .actionSent, .wouldAct, .outcomeUnknown, .recovered, .notice, .digest: return "down"
        }
    }

    private var since: String { notification.startsAt.shortText(seenFrom: briefing.at) }

    private var done: String {
        guard let last = briefing.deeds.last else { return "nothing sent" }
        guard briefing.deeds.count <= 2 else { return "\(briefing.deeds.count) actions sent, last \(last.action)" }
        let words = briefing.deeds.map(\.action).joined(separator: ", ")
        return last.isCertain ? "\(words) sent" : "\(words) perhaps sent"
    }
}

extension String {
    /// At most so many characters, whole ones, with an ellipsis as the last where some are missing.
    public func cut(to length: Int) -> String {
        guard count > length else { return self }
        return length < 1 ? "" : prefix(length - 1) + "…"
    }

    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

extension Timestamp {
    /// `12:34 UTC`; on another day than that of the other moment `26 Apr 12:34 UTC`.
    func shortText(seenFrom other: Timestamp) -> String {
        let (day, timeOfDay) = milliseconds.quotientAndFloorModulus(86_400_000)
        let clock = "\(description.dropFirst(11).prefix(5)) UTC"
        guard day != other.milliseconds.quotientAndFloorModulus(86_400_000).0, timeOfDay >= 0 else { return clock }
        let date = CivilDate(daysSinceEpoch: day)
        return "\(date.day) \(Timestamp.months[Int(date.month) - 1]) \(clock)"
    }

    /// `2026-04-27 12:34:56 UTC`.
    var fullText: String { "\(description.prefix(10)) \(description.dropFirst(11).prefix(8)) UTC" }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
