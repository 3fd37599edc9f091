import Engine
import Synchronization
import Testing

@testable import Alerting

/// An operator's own wording on its way to a receiver.
struct TemplatedReceiverTests {
    private final class Ear: Receiver {
        let name = "ear"
        private let heard = Mutex<Notification?>(nil)
        var last: Notification? { heard.withLock { $0 } }

        func deliver(_ notification: Notification) async -> DeliveryOutcome {
            heard.withLock { $0 = notification }
            return .delivered
        }
    }

    @Test func titleAndTextAreTheOperators() async throws {
        let ear = Ear()
        let title = try Template("{{ status }}: {{name}} ({{ label.role }}{{ label.none }})")
        let text = try Template("{{ diagnosis }} since {{ since }} for {{ duration }}; {{ done }}; {{ requests }}")
        let receiver = TemplatedReceiver(ear, title: title, text: text)
        #expect(await receiver.deliver(try briefed()) == .delivered)
        let heard = try #require(ear.last)
        #expect(heard.summary == "firing: web-1 (web)")
        #expect(
            heard.description
                == "guest hung since 2026-04-27 12:34:56 UTC for 5m; restart (accepted after 80ms); req_9"
        )
        #expect(heard.key == "vps_1/7")
    }

    @Test func whatIsNotWordedStaysAsItIs() async throws {
        let ear = Ear()
        let plain = try briefed()
        let receiver = TemplatedReceiver(ear, title: try Template("{{ headline }}!"), text: nil)
        #expect(await receiver.deliver(plain) == .delivered)
        #expect(ear.last?.summary == plain.summary + "!")
        #expect(ear.last?.description == plain.description)
    }

    /// A target of that name must not be able to word anything.
    @Test func aValueIsNeverReadAsAGap() throws {
        let template = try Template("{{ name }}")
        #expect(template.text(for: try briefed { $0.name = "{{ text }}" }) == "{{ text }}")
    }

    @Test func aNotificationWithoutPartsIsNoFault() throws {
        let template = try Template("[{{ diagnosis }}{{ next }}{{ duration }}]")
        #expect(template.text(for: try firing()) == "[]")
    }
}
