import Engine
import Glibc
import Journal
import Probes

@testable import Daemon

/// A clock that stands where it is put.
struct StoppedClock: SteadyClock {
    var time = Timestamp(milliseconds: 1_000_000)
    func now() -> Timestamp { time }
}

/// A folder for one test, gone with it.
final class Folder {
    let path: String

    init() {
        var template = Array("/tmp/defib-test-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
    }

    deinit {
        for name in ["defib.sqlite", "defib.sqlite-wal", "defib.sqlite-shm", "lock", "control.sock"] {
            unlink("\(path)/\(name)")
        }
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                unlink("\(path)/\(name)")
            }
            closedir(directory)
        }
        rmdir(path)
    }
}

enum Sample {
    static let id: VPSID = {
        guard let id = VPSID("vps_1") else { preconditionFailure("a sample id is valid") }
        return id
    }()

    static let probe = ProbeDefinition(
        name: "http",
        interval: .seconds(10),
        timeout: .seconds(3),
        check: .http(HTTPCheck(url: "http://203.0.113.1/", host: "203.0.113.1"))
    )

    static let target = Target(id: id, name: "web-1", labels: [Label("role", "web")], probes: [probe])

    static let policy = Policy(mode: .armed, targets: [target], rules: [])

    static let beginning = LifeBeginning(
        version: "test",
        policy: policy,
        recovered: Recovered(),
        now: StoppedClock().now()
    )

    static func observation(_ result: ProbeResult = .up, at time: Timestamp) -> Observation {
        Observation(
            probe: ProbeAddress(owner: .target(0), probe: 0, epoch: 0),
            startedAt: time,
            endedAt: time,
            result: result
        )
    }

    /// A journal in a folder, and what writes to it; the store is closed by whoever asked.
    static func journal(in folder: Folder) throws -> (JournalStore, JournalWriter) {
        let store = try JournalStore(directory: folder.path, startedAt: StoppedClock().now())
        return (store, JournalWriter(store: store, beginning: beginning, policy: policy, meters: Meters()))
    }

    static func intent(_ id: Int64 = 1) -> ActionRecord {
        ActionRecord(
            id: id,
            incident: nil,
            vps: Sample.id,
            name: "web-1",
            action: "restart",
            intendedAt: Timestamp(milliseconds: 1_000_000),
            origin: "test"
        )
    }
}
