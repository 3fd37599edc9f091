/// What a target imports, it declares in Package.swift. An undeclared import builds as long as something else built the
/// module first. SwiftPM's own check can't be used: it takes the `Configuration` that was aliased away for ours.
enum Declarations {
    static let remedy = "declare the dependency in Package.swift"

    /// What comes with the toolchain.
    static let toolchain: Set<String> = [
        "Dispatch", "FoundationEssentials", "Glibc", "PackageDescription", "Synchronization", "Testing",
    ]

    /// Targets and the modules they declare, products by their names.
    static func declared(in package: String) -> [String: Set<String>] {
        var products: [String: String] = [:]
        let product = #/let (\w+): Target\.Dependency = \.product\(\s*name: "(\w+)"/#
        for match in package.matches(of: product) { products[String(match.1)] = String(match.2) }
        var targets: [String: Set<String>] = [:]
        let target =
            #/(module|tests|\.executableTarget|\.testTarget)\(\s*(?:of: |name: )?"(\w+)"(?:,\s*(?:dependencies: )?\[([^\]]*)\])?/#
        for match in package.matches(of: target) {
            let isTests = match.1 == "tests"
            var modules: Set<String> = isTests ? [String(match.2)] : []
            for word in (match.3 ?? "").split(whereSeparator: { ",\n ".contains($0) }) {
                let name = String(word.filter { $0 != "\"" })
                modules.insert(products[name] ?? name)
            }
            targets[isTests ? "\(match.2)Tests" : String(match.2)] = modules
        }
        return targets
    }

    static func undeclared(in files: [SwiftFile], declared: [String: Set<String>]) -> [Finding] {
        files.flatMap { file in
            let parts = file.path.split(separator: "/")
            guard parts.count > 2, parts[0] == "Sources" || parts[0] == "Tests" else { return [Finding]() }
            let target = String(parts[1])
            let known = toolchain.union(declared[target] ?? [])
            return file.imports.filter { !known.contains($0.module) }.map {
                file.code.finding($0.line, "'\(target)' does not declare '\($0.module)'")
            }
        }
    }
}
