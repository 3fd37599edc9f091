import Engine
import Testing

@testable import HostUp

/// Whatever happens to a body on its way, it is read as a value or as a failure, and never as a permission that the
/// intact one did not give.
struct MutationTests {
    /// What a body permits if it is read as the live status, and as the maintenance page.
    private struct Permission {
        var gates: Set<String> = []
        var isIdle = false
        var isRunning = false
        var isActive = false
        var isFreeOfMaintenance = false

        init(_ body: [UInt8]) {
            guard let json = try? JSON.read(body), json.isObject else { return }
            let vps = VPSBody(json: json, source: "test", requestID: nil)
            let allowed = vps.gates.filter { $0.verdict == .allowed }
            gates = Set(allowed.map(\.name))
            isIdle = vps.pendingTasks == .idle
            isRunning = vps.powerState == .running
            isActive = vps.serviceStatus == .active
            isFreeOfMaintenance = MaintenanceReading(json) == .none
        }

        func isWithin(_ intact: Permission) -> Bool {
            gates.isSubset(of: intact.gates) && (!isIdle || intact.isIdle) && (!isRunning || intact.isRunning)
                && (!isActive || intact.isActive) && (!isFreeOfMaintenance || intact.isFreeOfMaintenance)
        }
    }

    private static let folders = ["documented", "gates", "pending", "power", "maintenance"]

    /// Reads a body as everything it could be taken for.
    private func readAsEverything(_ body: [UInt8]) {
        guard let json = try? JSON.read(body) else { return }
        _ = ListPage(json).map { page in
            var listing = Listing(readings: [])
            var seen: [VPSID: Int] = [:]
            listing.add(page, seen: &seen)
        }
        _ = JobBody(json: json).reading(of: "job_1")
        _ = ExecBody(json).ending
        _ = ErrorEnvelope(json)
        _ = MetricsReading(json)
        _ = Operation.accepted(in: json)
        _ = json.summary()
    }

    @Test(arguments: folders)
    func cutOffAnywhere(folder: String) throws {
        for file in try fixtures(in: folder) {
            let body = try fixture(file)
            let intact = Permission(body)
            for end in 0..<body.count {
                let cut = Array(body[..<end])
                #expect(Permission(cut).isWithin(intact), "\(file) cut at \(end)")
            }
        }
    }

    private let nearlyRight: Set = ["power/upper-case.json", "gates/other-name.json"]

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    @Test(arguments: folders + ["operation", "job", "exec", "list", "broken", "contradictory"])
    func withFlippedBits(folder: String) throws {
        var random = SplitMix(seed: 20_260_427)
        for file in try fixtures(in: folder) {
            let body = try fixture(file)
            guard !body.isEmpty, body.count < 4_096 else { continue }
            let intact = Permission(body)
            for _ in 0..<FuzzRounds.times(150) {
                var flipped = body
                for _ in 0...Int.random(in: 0...2, using: &random) {
                    let position = Int.random(in: 0..<body.count, using: &random)
                    let byte = flipped[position] ^ 1 << UInt8.random(in: 0...7, using: &random)
                    // Another number is another statement, not a damaged one: 1 may become 0.
                    guard !(isDigit(byte) && isDigit(flipped[position])) else { continue }
                    flipped[position] = byte
                }
                readAsEverything(flipped)
                // What says two things says only one of them once the other is maimed, and one bit makes a nearly right
                // word right: `Running`, `CanReset`.
                guard folder != "contradictory", !nearlyRight.contains(file) else { continue }
                #expect(Permission(flipped).isWithin(intact), "\(file): \(String(decoding: flipped, as: UTF8.self))")
            }
        }
    }

    @Test func noise() {
        var random = SplitMix(seed: 7)
        let alphabet = Array("{}[]\":,\\utrefalsn0123456789.-+eE \n\u{FF}\u{0}".utf8)
        for _ in 0..<FuzzRounds.times(3_000) {
            let count = Int.random(in: 0...60, using: &random)
            readAsEverything((0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
        }
    }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers every run.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
