// What the way from the engine's queue to the disk costs: CPU and bytes an observation, what an intent waits for, and what a
// year of history costs to keep and to ask.
//
//   swift run -c release journal-cost [--json] [TARGETS]
//   swift run -c release journal-cost [--json] --pack DIRECTORY      a daemon's journal, a copy of it

import Engine
import Glibc
import Journal

/// A directory of this run's, gone with it.
func inTemporaryDirectory(_ work: (String) throws -> Void) throws {
    var template = Array("/tmp/defib-journal-cost-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { preconditionFailure("no temporary directory can be made") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
        for name in ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "lock"] {
            unlink("\(path)/data/\(name)")
        }
        rmdir("\(path)/data")
        rmdir(path)
    }
    try work("\(path)/data")
}

let arguments = CommandLine.arguments.dropFirst()
let asJSON = arguments.contains("--json")
if let position = arguments.firstIndex(of: "--pack"), position + 1 < CommandLine.arguments.count {
    Figure.print(try PackBench.run(CommandLine.arguments[position + 1]), asJSON: asJSON)
    exit(0)
}
let targets = arguments.compactMap { Int($0) }.first ?? 10_000
var figures: [Figure] = []
var flow = FlowBench()
try inTemporaryDirectory { try flow.run(targets: targets, observations: 600_000, in: $0) }
figures += flow.figures
var commits = CommitBench()
try inTemporaryDirectory { try commits.run(decisions: 500, in: $0) }
figures += commits.figures
var year = YearBench()
try inTemporaryDirectory { try year.run(targets: 100, in: $0) }
figures += year.figures
if !asJSON { print("From the engine's queue to the disk at \(targets) targets") }
Figure.print(figures, asJSON: asJSON)
