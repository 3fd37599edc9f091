import Engine
import Web

extension GateView {
    /// A mark, the gate's name, and the numbers it stood on.
    var cells: [Styled] {
        switch outcome {
        case GateResult.Outcome.passed.rawValue: [Styled("✓", .good), Styled(gate), Styled(detail)]
        case GateResult.Outcome.refused.rawValue: [Styled("✗", .bad), Styled(gate, .strong), Styled(detail)]
        default: [Styled("·", .faint), Styled(gate), Styled("not reached", .faint)]
        }
    }
}

extension GateResult {
    var cells: [Styled] { GateView(self).cells }
}
