/// One line for each receiver: how it went, and how long it took.
enum NotifyPage {
    static func line(_ result: NotifyResult, width: Int) -> Styled {
        let name = Styled(result.name, .strong).padded(to: width + 2)
        let kind = Styled(result.kind).padded(to: "alertmanager".count + 2)
        return name + kind + outcome(of: result)
    }

    private static func outcome(of result: NotifyResult) -> Styled {
        guard let firing = result.firing, firing.delivered else { return failure("firing", result.firing) }
        guard let resolved = result.resolved, resolved.delivered else {
            return step("firing", firing) + ", " + failure("resolved", result.resolved)
        }
        return step("firing", firing) + ", " + step("resolved", resolved)
    }

    private static func step(_ name: String, _ step: NotifyResult.Step) -> Styled {
        Styled("\(name) ") + Styled("delivered", .good) + Styled(" in \(step.milliseconds) ms")
    }

    private static func failure(_ name: String, _ step: NotifyResult.Step?) -> Styled {
        let verdict = step?.refusedForGood == true ? "refused" : "failed"
        let time = step.map { " after \($0.milliseconds) ms" } ?? ""
        return Styled("\(name) ") + Styled(verdict, .bad) + Styled("\(time): \(step?.error ?? "not sent")")
    }
}
