import Configuration
import Engine
import Glibc
import Logging
import Testing

@testable import Daemon
@testable import HostUp

/// What the daemon makes of listings, before the engine sees it.
struct DiscovererTests {
    private let queue: EventQueue
    private let discoverer: Discoverer
    private let folder = Folder()

    init() throws {
        queue = try EventQueue(clock: StoppedClock())
        discoverer = Discoverer(
            try DiscovererTests.settings(folder),
            recovered: [],
            queue: queue,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func settings(_ more: String = "") throws -> Settings { try Self.settings(folder, more) }

    private static func settings(_ folder: Folder, _ more: String = "") throws -> Settings {
        let token = "\(folder.path)/token"
        let file = open(token, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = write(file, "a-token-for-tests", 17)
        close(file)
        let text = """
            provider: {hostup: {token_file: \(token)}}
            discovery:
              hostup:
                probes: {icmp: {}}
                relabel: [{source_labels: [__meta_hostup_plan], target_label: plan}]
                \(more)
            targets: [{vps: vps_1, name: web-1, probes: {icmp: {host: 203.0.113.1}}}]
            """
        let outcome = ConfigurationLoader.load(path: "defib.yml", files: FilesInMemory(["defib.yml": text]))
        guard case .loaded(let loaded) = outcome else { throw Refused() }
        return try Settings(loaded)
    }

    private struct Refused: Error {}

    /// A listing of VPSs by number, all of one plan but those named.
    private func listing(_ numbers: [Int], plans: [Int: String] = [:], addresses: Bool = true) throws -> Listing {
        let entries = numbers.map { number in
            let address = addresses ? #""203.0.\#(number >> 8).\#(number & 0xFF)""# : "null"
            let plan = plans[number] ?? "S"
            return #"{"id":"vps_\#(number)","name":"light-\#(number)","primaryIp":\#(address),"plan":"\#(plan)"}"#
        }
        let body = Array(#"{"data":[\#(entries.joined(separator: ","))],"nextCursor":null}"#.utf8)
        var listing = Listing(readings: [])
        var seen: [VPSID: Int] = [:]
        listing.add(try #require(ListPage(try HostUp.JSON.read(body))), seen: &seen)
        return listing
    }

    /// The listings that reached the engine since the last call.
    private func posted() -> [FleetListing] {
        queue.take(waitingAtMost: .zero).items.compactMap { item in
            if case .event(.fleetListed(let listing)) = item { listing } else { nil }
        }
    }

    private func minute(_ number: Int64) -> Timestamp { Timestamp(milliseconds: 1_000_000_000) + .minutes(number) }

    @Test func targetsAreMadeAtThePaceOfDiscovery() throws {
        for minute in Int64(0)...10 { discoverer.take(try listing([1, 2, 3]), startedAt: self.minute(minute)) }
        let posted = posted()
        #expect(posted.map(\.startedAt) == [minute(0), minute(5), minute(10)])
        let found = try #require(posted.first).found
        #expect(found.map(\.target.name) == ["light-1", "light-2", "light-3"])
        #expect(found.allSatisfy { $0.target.labels == [Label("plan", "S")] && $0.target.mode == .observe })
    }

    @Test func anUnchangedListingGivesTheVerySameArray() throws {
        for turn in Int64(0)..<3 { discoverer.take(try listing(Array(1...50)), startedAt: minute(turn * 5)) }
        let bases = posted().map { $0.found.withUnsafeBufferPointer { $0.baseAddress } }
        #expect(Set(bases).count == 1)
    }

    @Test func whatChangesInTheListingChangesInTheTarget() throws {
        discoverer.take(try listing([2, 3]), startedAt: minute(0))
        discoverer.take(try listing([2, 3], plans: [3: "XL"]), startedAt: minute(5))
        let labels = posted().map { $0.found.map { $0.target.labels[0].value } }
        #expect(labels == [["S", "S"], ["S", "XL"]])
    }

    @Test func anAddressThatIsLeftOutOnceIsNotLost() throws {
        discoverer.take(try listing([2]), startedAt: minute(0))
        discoverer.take(try listing([2, 3], addresses: false), startedAt: minute(5))
        let found = posted().map { $0.found.map(\.target) }
        #expect(found[1] == found[0])
    }

    @Test func anIncompleteListingIsGivenOnAsOne() throws {
        var short = try listing([2])
        short.incompleteness = "stopped after 100 pages"
        discoverer.take(short, startedAt: minute(0))
        #expect(posted().map(\.incompleteness) == ["stopped after 100 pages"])
        var skipping = try listing([2])
        skipping.skipped = 2
        discoverer.take(skipping, startedAt: minute(5))
        #expect(posted().map(\.incompleteness) == ["2 entries had no usable id"])
    }

    @Test func changedSettingsMakeTheKnownAnew() throws {
        discoverer.take(try listing([2, 3]), startedAt: minute(0))
        let armed = try settings("arm: {match: {names: [light-3]}}")
        var policy: Policy?
        discoverer.adopt(armed) { policy = $0 }
        #expect(policy?.discovery?.found.map(\.target.mode) == [.observe, .armed])
        #expect(policy?.targets.map(\.name) == ["web-1"])
    }

    @Test func whatAnEarlierLifeFoundIsMadeAgainBeforeAnyListing() throws {
        let meta = [Label("__meta_hostup_name", "light-9"), Label("__meta_hostup_primary_ip", "203.0.113.9")]
        let settings = try settings()
        let again = Discoverer(
            settings,
            recovered: [DiscoveryRecord(vps: Sample.id, meta: meta, at: minute(0))],
            queue: queue,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let found = try #require(again.policy(settings).discovery?.found)
        #expect(found.map(\.meta) == [meta])
        #expect(found.first?.target.literalAddresses == [try #require(IPAddress("203.0.113.9"))])
    }
}
