// One hot path after another, each a fixed number of times and the same way every run, for whoever counts instructions:
// callgrind's count is zeroed where a path begins and dumped where it ends. One line a path:
//
//   NAME OPERATIONS ALLOCATIONS
//
//   path-cost                     all paths
//   path-cost step                that one
//   path-cost --spoil step step   that one, with an allocation too much in each operation: who holds the budget must object
//   path-cost --fleet 100000      what a step and a target of the engine cost in a fleet of that size, as JSON

let options = Options(CommandLine.arguments.dropFirst())
if let size = options.fleet {
    FleetCost(size: size).measure()
} else {
    // Made one after the other, so that no path's memory lies in another's way.
    if options.wants("step") { options.measure("step", StepPath()) }
    if options.wants("expression") { options.measure("expression", ExpressionPath()) }
    if options.wants("exposition") { options.measure("exposition", ExpositionPath()) }
    if options.wants("completion") { options.measure("completion", try CompletionPath()) }
}

struct Options {
    private var names: Set<String> = []
    private var spoiled: String?
    private(set) var fleet: Int?

    init(_ arguments: some Sequence<String>) {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            switch argument {
            case "--spoil": spoiled = rest.next()
            case "--fleet": fleet = rest.next().flatMap { Int($0) }
            case _: names.insert(argument)
            }
        }
    }

    func wants(_ name: String) -> Bool { names.isEmpty || names.contains(name) }

    func measure(_ name: String, _ path: consuming some HotPath) {
        print(Measurement(of: &path, spoiled: spoiled == name).line(name))
    }
}
