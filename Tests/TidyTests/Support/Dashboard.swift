import FoundationEssentials

/// What of a Grafana dashboard the tests look at.
struct Dashboard: Decodable {
    var title: String
    var panels: [Panel]
    var templating: Templating

    struct Panel: Decodable {
        var id: Int
        var type: String
        var title: String
        var description: String?
        var gridPos: Position
        var targets: [Query]?
    }

    struct Position: Decodable {
        var h: Int
        var w: Int
        var x: Int
        var y: Int
    }

    struct Query: Decodable {
        var expr: String
    }

    struct Templating: Decodable {
        var list: [Variable]
    }

    struct Variable: Decodable {
        var name: String
    }

    init(_ file: TextFile) throws {
        self = try JSONDecoder().decode(Dashboard.self, from: Data(file.text.utf8))
    }

    /// With Grafana's variables replaced as Grafana would.
    var expressions: [String] {
        panels.flatMap { $0.targets ?? [] }.map { query in
            ["$__rate_interval": "5m", "$__range": "6h", "$__interval": "1m"].reduce(query.expr) { text, variable in
                text.replacing(variable.key, with: variable.value)
            }.replacing(#/\$\w+/#, with: ".*")
        }
    }
}
