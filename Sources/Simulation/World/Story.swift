internal import Engine

/// What happened, in lines, where somebody wants to read it.
struct Story {
    let isTold: Bool
    private(set) var lines: [String] = []

    init(isTold: Bool) { self.isTold = isTold }

    mutating func tell(_ now: Timestamp, _ line: @autoclosure () -> String) {
        guard isTold else { return }
        let since = (now - World.beginning).milliseconds
        let (minutes, rest) = since.quotientAndRemainder(dividingBy: 60_000)
        lines.append("\(pad(minutes, 3)):\(pad(rest / 1_000, 2)).\(pad(rest % 1_000, 3))  \(line())")
    }

    private func pad(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
