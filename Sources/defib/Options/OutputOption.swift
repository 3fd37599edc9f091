import ArgumentParser

/// How a command that prints does so.
struct OutputOption: ParsableArguments {
    @Flag(help: "Print one JSON document instead: keys are stable, times are RFC 3339 in UTC.")
    var json = false
}
