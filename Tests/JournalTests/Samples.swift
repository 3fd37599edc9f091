import Engine
import Glibc
import Journal
import Testing

/// A directory of a test's own, gone with it.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/defib-journal-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The data directory of a journal, not yet there.
    var data: String { path + "/data" }
    var database: String { data + "/journal.sqlite" }

    deinit {
        for directory in [data, path + "/copy", path] {
            for name in entries(of: directory) { unlink(directory + "/" + name) }
            rmdir(directory)
        }
    }
}

func entries(of directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

func contents(of path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
}

func write(_ bytes: [UInt8], to path: String) throws {
    let file = try #require(fopen(path, "w"))
    defer { fclose(file) }
    try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
}

func time(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_777_000_000_000 + seconds * 1_000) }

/// Records of one story: web-1 hangs, is restarted, and recovers.
struct Story {
    let vps: VPSID

    init() throws {
        vps = try #require(VPSID("vps_1"))
    }

    var proof: ProofRecord { ProofRecord(vps: vps, probe: "http", fingerprint: .max, at: time(0)) }

    func incident(_ id: Int64 = 1, _ change: (inout IncidentRecord) -> Void = { _ in }) -> IncidentRecord {
        var record = IncidentRecord(
            id: id,
            vps: vps,
            name: "web-1",
            rule: "web-hung",
            firstFailureAt: time(10),
            openedAt: time(70)
        )
        change(&record)
        return record
    }

    func action(_ id: Int64 = 1, at seconds: Int64 = 71, _ change: (inout ActionRecord) -> Void = { _ in })
        -> ActionRecord
    {
        var record = ActionRecord(
            id: id,
            incident: 1,
            vps: vps,
            name: "web-1",
            action: "restart",
            intendedAt: time(seconds),
            origin: "rule web-hung"
        )
        change(&record)
        return record
    }

    func decision(_ id: Int64 = 1, summary: String = "all gates passed") -> DecisionRecord {
        DecisionRecord(
            id: id,
            incident: 1,
            vps: vps,
            name: "web-1",
            at: time(70 + id),
            verdict: .act,
            action: "restart",
            summary: summary,
            evidence: Evidence(
                condition: "http.down and icmp.down",
                verdict: .yes,
                since: time(10),
                probes: [.init(name: "http", state: "down", reason: "timed out", startedAt: time(69), signs: [])],
                platform: "running, 12s ago",
                gates: [GateResult(gate: .storm, outcome: .passed, detail: "1 of 9 down, limit 3")]
            )
        )
    }

    func notification(
        _ id: Int64 = 1,
        to receiver: String = "oncall",
        _ state: NotificationRecord.State = .pending
    ) -> NotificationRecord {
        let notification = Notification(
            id: id,
            key: "incident-1",
            status: .firing,
            kind: .actionSent,
            severity: "warning",
            vps: vps,
            name: "web-1",
            labels: [Label("role", "wéb 🫀")],
            rule: "web-hung",
            incident: 1,
            summary: "web-1: restart sent",
            description: "line one\nline two",
            startsAt: time(70)
        )
        return NotificationRecord(notification: notification, receiver: receiver, state: state)
    }

    var pause: PauseRecord { PauseRecord(isPaused: true, by: "ann", reason: "moving racks", at: time(90)) }

    /// One record of each kind, as a first commit.
    var batch: JournalBatch {
        JournalBatch(records: [
            .proof(proof), .incident(incident()), .action(action()), .decision(decision()),
            .notification(notification()), .pause(pause),
        ])
    }
}

extension JournalBatch {
    init(records: [Record]) {
        self.init()
        for record in records { append(record) }
    }

    /// As a step of its own, as soon as it ended.
    mutating func append(_ observation: Observation, step ordinal: UInt64 = 1) {
        append(JournalledStep(ordinal: ordinal, at: observation.endedAt, event: .observationArrived(observation)))
    }
}

/// What the rows say, read as a replay reads them.
func steps(of events: [JournalEvent]) throws -> [JournalledStep] {
    var decoder = StepDecoder()
    return try events.flatMap { event -> [JournalledStep] in
        guard case .steps(let row) = event.content else { return [] }
        let steps = decoder.steps(of: row)
        return try #require(steps)
    }
}

func observation(
    target: Int = 0,
    probe: Int = 0,
    epoch: UInt32 = 1,
    at seconds: Int64,
    _ result: ProbeResult = .up,
    micros: UInt32 = 1_500
) -> Observation {
    var measures = Measures()
    measures.duration = micros
    return Observation(
        probe: ProbeAddress(owner: .target(target), probe: probe, epoch: epoch),
        startedAt: time(seconds),
        endedAt: time(seconds) + .milliseconds(2),
        result: result,
        measures: measures
    )
}
