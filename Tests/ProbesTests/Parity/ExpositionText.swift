/// A page in Prometheus' text format, read by the few rules that both programs' pages need.
struct ExpositionText {
    /// By family.
    private(set) var types: [String: String] = [:]
    /// By family, then by the labels between the braces.
    private(set) var samples: [String: [String: Double]] = [:]

    /// Without the labels named `ours`, which stand first.
    init(_ text: String, without ours: Set<String> = []) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# TYPE "), words.count == 4 {
                types[String(words[2])] = String(words[3])
            } else if !line.hasPrefix("#"), let value = words.last.flatMap({ Double($0) }) {
                let series = line.prefix { $0 != " " && $0 != "{" }
                let inner = line.contains("{") ? line.drop { $0 != "{" }.dropFirst().prefix { $0 != "}" } : ""
                let labels = inner.split(separator: ",").filter { label in
                    !ours.contains(String(label.prefix { $0 != "=" }))
                }
                samples[String(series), default: [:]][labels.sorted().joined(separator: ",")] = value
            }
        }
    }
}
