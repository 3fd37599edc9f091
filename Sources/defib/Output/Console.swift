import Glibc

/// Where a command's lines go: one of the two standard streams, in colour and as wide as it can take.
struct Console: Sendable {
    let isTerminal: Bool
    let usesColour: Bool
    /// Columns for text.
    let width: Int
    private let descriptor: Int32

    static let output = Console(STDOUT_FILENO)
    static let errors = Console(STDERR_FILENO)

    /// Text in longer lines than this is hard to read, and in shorter ones not worth arranging.
    private static let readableWidths = 60...110

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
        // no-color.org: present and not empty.
        let isForbidden = Console.environment("NO_COLOR")?.isEmpty == false || Console.environment("TERM") == "dumb"
        usesColour = isTerminal && !isForbidden
        let columns = Console.columns(of: descriptor) ?? Console.environment("COLUMNS").flatMap { Int($0) } ?? 100
        width = min(max(columns, Console.readableWidths.lowerBound), Console.readableWidths.upperBound)
    }

    func line(_ text: Styled = "") {
        write(text.rendered(inColour: usesColour) + "\n")
    }

    /// Wrapped to the width, each line indented.
    func paragraph(_ text: Styled, indent: Int = 0) {
        let margin = Styled(String(repeating: " ", count: indent))
        for part in text.wrapped(to: width - indent) { line(margin + part) }
    }

    /// Writes all of it. A reader that has gone away (`| head`) ends the process: nobody is left to be told.
    func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                guard errno == EINTR else { exit(errno == EPIPE ? 0 : 1) }
            } else {
                bytes = bytes.dropFirst(count)
            }
        }
    }

    /// Back to the top left, everything below cleared: the next picture of a watch.
    func clear() {
        if isTerminal { write("\u{1B}[H\u{1B}[J") }
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    private static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
