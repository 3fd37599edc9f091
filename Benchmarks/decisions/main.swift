// Decision logics side by side: the same episodes of the same world, the same seeds. Prints a table in Markdown.
//
//   swift run -c release decisions [EPISODES of each kind of fault, 300 by default]

import Simulation

let episodes = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 300

for mix in [Mix.everyday, Mix.onlyHangs] {
    print("\n## The mix '\(mix.name)', \(episodes) episodes of each kind of fault\n\n\(mix.description)\n")
    print(ComparisonTable.heading)
    let comparison = Comparison(mix, episodes: episodes)
    for name in Comparison.names { print(ComparisonTable.row(of: comparison.score(name))) }
}
