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
            #expect(ending.code == 0, "\(ending.output)\n\(ending.errors)")
            #expect(ending.output.contains("The story came true"))
        }
    }
}
