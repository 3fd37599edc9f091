import Web

/// What became of a power action by hand.
struct PowerAnswer {
    var reply: PowerReply
    var target: TargetView
    var action: HandAction
    var gates: [GateView]

    func print(to console: Console) {
        var table = Table()
        table.rows = gates.map(\.cells)
        table.print(to: console)
        if !gates.isEmpty { console.line() }
        let subject = "\(action.rawValue) of \(target.name)"
        switch reply.outcome {
        case .sent:
            let request = reply.action?.requestID.map { ", provider request \($0)" } ?? ""
            let state = reply.action?.state.replacing("_", with: " ") ?? "sent"
            console.line(Styled("Sent", .good) + Styled(": \(subject) is \(state)\(request)."))
        case .refused:
            let names = gates.filter { $0.outcome == "refused" }.map(\.gate).joined(separator: ", ")
            console.paragraph(Styled("Refused", .bad) + Styled(": \(subject), by \(names). Nothing was sent."))
        case .notPossible:
            console.paragraph(
                Styled("Not possible", .bad) + Styled(": \(subject): \(reply.reason ?? "no reason given").")
            )
        }
    }
}
