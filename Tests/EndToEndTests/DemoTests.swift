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

    private static func play(_ guests: String) async throws {
        try await Admission.shared.withSeat {
            let ending = try await NetworkNamespace.current().defib("demo", "--guests", guests, "--port", "0")
            try cancelIfGuestsAreNotToBeHad(ending)
            #expect(ending.code == 0, "\(ending.output)\n\(ending.errors)")
            #expect(ending.output.contains("The story came true"))
        }
    }

    /// A machine that can't fetch Debian's kernel has no real guest, which is no fault of ours.
    private static func cancelIfGuestsAreNotToBeHad(_ ending: Ending) throws {
        for words in ["downloading linux-image-", "apt knows no kernel"] where ending.errors.contains(words) {
            try Test.cancel("NO REAL GUEST WAS BROUGHT BACK: \(ending.errors)")
        }
    }
}
