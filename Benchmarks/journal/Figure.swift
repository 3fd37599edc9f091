/// One measured number, for people and for programs.
struct Figure {
    let name: String
    let value: Double
    let unit: String

    init(_ name: String, _ value: Double, _ unit: String) {
        (self.name, self.value, self.unit) = (name, value, unit)
    }

    private var rounded: String {
        let scaled = Int((value * 1_000).rounded())
        guard scaled % 1_000 != 0 else { return "\(scaled / 1_000)" }
        let digits = String(scaled % 1_000 + 1_000).dropFirst()
        return "\(scaled / 1_000).\(digits)"
    }

    static func print(_ figures: [Figure], asJSON: Bool) {
        guard asJSON else {
            for figure in figures { Swift.print("  \(figure.name): \(figure.rounded) \(figure.unit)") }
            return
        }
        Swift.print("{" + figures.map { "\"\($0.name)\": \($0.rounded)" }.joined(separator: ", ") + "}")
    }
}
