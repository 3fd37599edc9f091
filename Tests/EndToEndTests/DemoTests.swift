import Sandbox
import Testing

/// What a newcomer runs first: it sets up everything itself, and judges itself whether its story came true.
@Suite("The demonstration", .needsRoot)
struct DemoTests {
    @Test("comes true with light guests")
    func light() async throws {
        try await Self.play("light")
    }

    @Test("comes true with a real Linux guest that panics", .needsRealGuests)
    func real() async throws {
        try await Self.play("qemu")
    }

    @Test(
        "comes true before a real Prometheus and a real Alertmanager, which see it all",
        .needs("prometheus", package: "prometheus"),
        .needs("prometheus-alertmanager", package: "prometheus-alertmanager")
    )
    func witnessed() async throws {
        let output = try await Self.play("light", "--with", "prometheus")
        for name in ["web-2", "web-3"] {
            for sight in ["shows its incident firing", "shows it resolved"] {
                #expect(output.contains(try Regex("\(name) +Alertmanager \(sight)")), "\(output)")
            }
        }
        #expect(output.contains(/[1-9]\d* scrapes, 0 errors/))
        #expect(output.contains(/[1-9]\d* rules evaluated, 0 failed/))
    }

    @discardableResult
    private static func play(_ guests: String, _ more: String...) async throws -> String {
        try await Admission.shared.withSeat {
            let program = [Program.path, "demo", "--guests", guests, "--port", "0"]
            let ending = try await NetworkNamespace.current().complete(program + more)
            try cancelIfGuestsAreNotToBeHad(ending)
            #expect(ending.code == 0, "\(ending.output)\n\(ending.errors)")
            #expect(ending.output.contains("The story came true"))
            return ending.output
        }
    }

    /// A machine that can't fetch Debian's kernel has no real guest, which is no fault of ours.
    private static func cancelIfGuestsAreNotToBeHad(_ ending: Ending) throws {
        for words in ["downloading linux-image-", "apt knows no kernel"] where ending.errors.contains(words) {
            try Test.cancel("NO REAL GUEST WAS BROUGHT BACK: \(ending.errors)")
        }
    }
}
