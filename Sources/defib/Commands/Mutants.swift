#if Mutants
    import ArgumentParser
    import Engine
    import Simulation

    /// Only in a build with the trait `Mutants`: `make mutants`.
    struct Mutants: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "mutants",
            abstract: "Plant one fault after another in the engine, and see the simulation catch each."
        )

        @Option(help: "How many seeds each fault may survive.")
        var seeds: UInt64 = 10_000
        @Option(help: "This one alone.")
        var only: String?

        func run() throws {
            var survivors: [Mutant] = []
            for mutant in Mutant.allCases where only == nil || only == mutant.rawValue {
                Mutant.active = mutant
                let checked = firstKill(isChecked: true)
                let alone = firstKill(isChecked: false)
                Mutant.active = nil
                if checked == nil { survivors.append(mutant) }
                let columns = [
                    pad(mutant.rawValue, 24), pad(checked ?? "SURVIVED", 16), pad(alone ?? "-", 16), mutant.words,
                ]
                Console.output.write(columns.joined(separator: " ") + "\n")
            }
            Console.output.write("\(survivors.count) survived\n")
            if !survivors.isEmpty { throw ExitStatus.found }
        }

        private func firstKill(isChecked: Bool) -> String? {
            let stride: UInt64 = 64
            var from: UInt64 = 1
            while from <= seeds {
                var campaign = Campaign(seeds: from..<min(from + stride, seeds + 1), jobs: 2)
                campaign.isChecked = isChecked
                campaign.samples = false
                if let (seed, breach) = campaign.run().breaches.first {
                    return "\(breach.invariant.rawValue) seed \(seed)"
                }
                from += stride
            }
            return nil
        }

        private func pad(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
    }
#endif
