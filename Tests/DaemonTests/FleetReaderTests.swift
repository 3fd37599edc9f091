import Engine
import Journal
import Logging
import Probes
import Testing

@testable import Daemon

/// All targets, read from a running loop stretch by stretch.
@Suite struct FleetReaderTests {
    private let queue: EventQueue
    private let reader: FleetReader

    init() throws {
        queue = try EventQueue(clock: BootClock())
        reader = FleetReader(queue: queue)
    }

    @Test func everyTargetIsReadOnceAndInOrder() async throws {
        try await looping(over: fleet(1_300)) {
            let names = await reader.read([] as [String]) { names, slice in
                names += slice.summaries.map(\.target.name)
            }
            #expect(names == fleet(1_300).map(\.name))
            #expect(await reader.count() == [.unknown: 1_300])
        }
    }

    @Test func anEmptyFleetIsReadToo() async throws {
        try await looping(over: []) {
            #expect(await reader.read(0) { $0 += $1.targets.count } == 0)
            #expect(await reader.count() == [:])
        }
    }

    @Test func aFleetThatChangesMeanwhileIsReadFromItsBeginning() async throws {
        let (before, after) = (fleet(1_300), fleet(700, named: "db"))
        try await looping(over: before) {
            var epochs: [UInt32] = []
            let names = await reader.read([] as [String]) { names, slice in
                names += slice.summaries.map(\.target.name)
                epochs.append(slice.epoch)
                if epochs.count == 1 {
                    queue.post(.policyReloaded(Policy(mode: .armed, targets: after, rules: []), epoch: 1))
                }
            }
            #expect(names == after.map(\.name))
            #expect(epochs == [0, 1, 1])
        }
    }

    @Test func theWorstComeFirstAndNoMoreThanAreWanted() async throws {
        try await looping(over: fleet(1_300)) {
            // Up, where nothing is known of the others.
            queue.observationsArrived([Sample.observation(at: BootClock().now())])
            // Visits overtake what came with them.
            #expect(await reader.count() != [:])
            #expect(await reader.worst(2).map(\.target.name) == ["web-1", "web-2"])
            let all = await reader.worst(2_000).map(\.target.name)
            #expect(all == (1..<1_300).map { "web-\($0)" } + ["web-0"])
            #expect(await reader.worst(0).isEmpty)
        }
    }

    private func fleet(_ count: Int, named name: String = "web") -> [Target] {
        (0..<count).compactMap { number in
            VPSID("vps_\(number)").map { Target(id: $0, name: "\(name)-\(number)", probes: [Sample.probe]) }
        }
    }

    private func looping(over targets: [Target], _ body: () async throws -> Void) async throws {
        let folder = Folder()
        let (store, writer) = try Sample.journal(in: folder)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let loop = EngineLoop(queue: queue, journal: writer, clock: BootClock(), meters: Meters(), log: log) { _ in }
        let engine = HandOver(Engine(policy: Policy(mode: .armed, targets: targets, rules: []), now: BootClock().now()))
        let thread = try ServiceThread.start("test-loop") { loop.run(engine.take()) }
        let result = await Result { try await body() }
        queue.close()
        thread.join()
        try store.close()
        try result.get()
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
