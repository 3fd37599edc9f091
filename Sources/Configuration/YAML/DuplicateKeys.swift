internal import Yams

/// Gets Yams past duplicate keys, at the first of which it would stop, so that every one is reported with the rest.
///
/// Yams names the duplicated key and the place of its first use. That use is overwritten with as many marks, which makes it
/// unique and moves no column, and the text is composed again; `original(of:)` tells what a marked key was.
struct DuplicateKeys {
    private var text: String
    private var originals: [String] = []
    /// Each costs one more parse of the text.
    private static let most = 20

    init(text: String) {
        self.text = text
    }

    /// The root, nil in an empty stream, and the parser that keeps its anchors alive.
    mutating func compose() throws -> (Parser, Node?) {
        while true {
            do {
                // Encoding given, because the default asks the environment.
                let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
                return (parser, try parser.singleRoot())
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard let key = keys.first, mark(key, at: Place(context.mark)) else {
                    // Keys that are no words have no name in Yams's error.
                    guard keys.allSatisfy({ !$0.hasPrefix("<") }) else {
                        throw YAMLReader.Stop(Place(context.mark), "a mapping's key must be a word")
                    }
                    let names = keys.map { HiddenCharacters.showStars(in: original(of: $0)).excerpt }
                    throw YAMLReader.Stop(Place(context.mark), "duplicate key \(names.listed)")
                }
            }
        }
    }

    func original(of key: String) -> String {
        guard let first = key.unicodeScalars.first, let number = HiddenCharacters.number(of: first),
            originals.indices.contains(number)
        else { return key }
        return originals[number]
    }

    /// False where the key is not found as it stands, or there are too many.
    private mutating func mark(_ key: String, at place: Place) -> Bool {
        guard !key.isEmpty, originals.count < DuplicateKeys.most, let mark = HiddenCharacters.mark(originals.count),
            let range = range(of: key, at: place)
        else { return false }
        var marked = text.unicodeScalars
        marked.replaceSubrange(range, with: Array(repeating: mark, count: key.unicodeScalars.count))
        text = String(marked)
        originals.append(key)
        return true
    }

    private func range(of key: String, at place: Place) -> Range<String.Index>? {
        let scalars = text.unicodeScalars
        guard var start = text.index(of: place) else { return nil }
        if scalars[start] == "\"" || scalars[start] == "'" { start = scalars.index(after: start) }
        guard scalars[start...].starts(with: key.unicodeScalars),
            let end = scalars.index(start, offsetBy: key.unicodeScalars.count, limitedBy: scalars.endIndex)
        else { return nil }
        return start..<end
    }
}

extension String {
    /// The place's index; nil beyond the text.
    func index(of place: Place) -> Index? {
        var line = startIndex
        for _ in 1..<max(1, place.line) {
            guard let end = self[line...].firstIndex(where: \.isNewline) else { return nil }
            line = index(after: end)
        }
        guard let found = unicodeScalars.index(line, offsetBy: place.column - 1, limitedBy: endIndex),
            found < endIndex
        else { return nil }
        return found
    }
}
