/// Reads one word of a fixed vocabulary, or says which words there are.
enum Choice {
    static func parse<Value: RawRepresentable & CaseIterable>(
        _ text: String,
        key: String,
        fault name: String
    ) throws(SandboxError) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw SandboxError("`\(name)`: `\(key)` can't be `\(text)`; known: \(known)")
        }
        return value
    }
}
