internal import Engine

/// A notification as a mail message (RFC 5322), plain text in UTF-8.
struct MailMessage {
    let bytes: [UInt8]

    init(_ notification: Notification, from sender: String, to recipients: [String], link: String, sentAt: Timestamp) {
        let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
        let thread = MailMessage.hexadecimal(Fingerprint.of(notification.key))
        var lines = [
            "Date: \(HTTPDate.text(sentAt))",
            "From: Defib <\(sender)>",
            "To: \(recipients.map { "<\($0)>" }.joined(separator: ",\r\n "))",
            EncodedWords.header("Subject", MailMessage.subject(of: notification)),
            // The same for a repeated message; all of an incident refer to one root that was never sent, and so stand together.
            "Message-ID: <\(notification.id).\(notification.status).\(thread)@\(domain)>",
            "In-Reply-To: <\(thread)@\(domain)>",
            "References: <\(thread)@\(domain)>",
            // RFC 3834: no answering machine answers it.
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
        ]
        if notification.isUrgent, notification.status == .firing { lines.append("Importance: high") }
        let text = "\(notification.summary)\n\n\(notification.fullText)\n\n\(link)\n"
        bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + QuotedPrintable.encoded(text)
    }

    private static func subject(of notification: Notification) -> String {
        let mark = notification.status == .firing ? (notification.isUrgent ? "[PAGE] " : "[warning] ") : "[resolved] "
        return mark + notification.summary.cut(to: 300)
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
