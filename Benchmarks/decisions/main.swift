// Decision logics side by side: the same episodes of the same world, the same seeds. Prints a table in Markdown, or the story of
// each wrongful reset of one of them.
//
//   swift run -c release decisions [EPISODES of each kind of fault, 300 by default] [--mistakes NAME]

import Simulation

let arguments = CommandLine.arguments.dropFirst()
let episodes = arguments.first.flatMap { Int($0) } ?? 300

if let flag = arguments.firstIndex(of: "--mistakes"), let name = arguments[(flag + 1)...].first {
    for story in Comparison(.everyday, episodes: episodes).mistakes(of: name) { print(story, "\n") }
} else {
    for mix in [Mix.everyday, Mix.onlyHangs] {
        print("\n## The mix '\(mix.name)', \(episodes) episodes of each kind of fault\n\n\(mix.description)\n")
        print(ComparisonTable.heading)
        let comparison = Comparison(mix, episodes: episodes)
        for name in Comparison.names { print(ComparisonTable.row(of: comparison.score(name))) }
    }
}
