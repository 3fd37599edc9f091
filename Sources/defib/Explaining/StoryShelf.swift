import Configuration
import Engine
import Glibc
import HostUp
import Journal
import Web

/// Finds an incident in a journal by what people call it.
struct StoryShelf {
    private let reader: JournalReader
    private let directory: String
    private let configuration: LoadedConfiguration?

    private static let mostRows = 2_000
    private static let mostIncidents = 1_000

    init(directory: String, _ configuration: LoadedConfiguration?) throws(Trouble) {
        self.directory = directory
        self.configuration = configuration
        reader = try StoryShelf.reading { () throws(JournalError) in try JournalReader(directory: directory) }
    }

    /// Nil for a target that has had no incident.
    func story(of subject: String) throws(Trouble) -> Story? {
        let found = try StoryShelf.reading { () throws(JournalError) in try incident(subject).map(story) }
        guard found == nil, target(subject) == nil else { return found }
        throw Trouble(absence(of: subject))
    }

    /// What is known of a target without an incident: its proofs are none of a person's business, decisions are.
    func history(of subject: String) throws(Trouble) -> TargetHistory {
        guard let target = target(subject) else { throw Trouble(absence(of: subject)) }
        let scope = JournalReader.Scope.vps(target.id)
        return try StoryShelf.reading { () throws(JournalError) in
            TargetHistory(
                target: target,
                decisions: try reader.decisions(scope, limit: 50),
                actions: try reader.actions(scope, limit: 50)
            )
        }
    }

    private func target(_ subject: String) -> Target? {
        configuration.flatMap { TargetNames.target(subject, in: $0) }
    }

    private static func reading<Value>(_ body: () throws(JournalError) -> Value) throws(Trouble) -> Value {
        do throws(JournalError) {
            return try body()
        } catch {
            throw Trouble("\(error)")
        }
    }

    private func incident(_ subject: String) throws(JournalError) -> IncidentRecord? {
        let number = subject.hasPrefix("#") ? String(subject.dropFirst()) : subject
        if let id = Int64(number), let incident = try reader.incident(id) { return incident }
        return try incidents(of: subject).first
    }

    /// Newest first. A name is looked for as it was when the incident opened, too: targets get renamed, and removed.
    private func incidents(of subject: String) throws(JournalError) -> [IncidentRecord] {
        if let id = target(subject)?.id ?? VPSID(subject) {
            let found = try reader.incidents(.vps(id), limit: StoryShelf.mostIncidents)
            if !found.isEmpty { return found }
        }
        return try reader.incidents(limit: StoryShelf.mostIncidents).filter { $0.name == subject }
    }

    private func absence(of subject: String) -> String {
        if Int64(subject) != nil { return "the journal has no incident \(subject); 'defib status' lists the open ones" }
        let names = configuration?.policy.targets.map(\.name) ?? []
        let nearest = Suggestion.nearest(to: subject, among: names).map { "did you mean '\($0)'?" }
        return "the journal knows no incident or target '\(subject.prefix(80))'; "
            + (nearest ?? "'defib status' lists the targets")
    }

    private func story(_ incident: IncidentRecord) throws(JournalError) -> Story {
        let scope = JournalReader.Scope.incident(incident.id)
        return Story(
            incident: incident,
            decisions: try reader.decisions(scope, limit: StoryShelf.mostRows),
            actions: try reader.actions(scope, limit: StoryShelf.mostRows),
            notifications: try reader.notifications(scope, limit: StoryShelf.mostRows),
            earlier: try reader.incidents(.vps(incident.vps), limit: 20).filter { $0.id < incident.id },
            pause: try reader.pauses(limit: 1).last,
            hasPauseFile: access("\(directory)/PAUSED", F_OK) == 0,
            rule: incident.wording ?? configuration?.policy.rules.first { $0.name == incident.rule },
            isDaemonRunning: DaemonDoor(dataDirectory: directory).isOpen,
            now: SteadyTimekeeper().now()
        )
    }
}
