/// How an answer may be written on its way.
enum ContentCoding: Hashable, Sendable {
    case identity
    case gzip

    /// What a client prefers by its `Accept-Encoding` header (RFC 9110 §12.5.3): gzip only where it is asked for, with a weight
    /// at least that of none.
    static func negotiated(acceptEncoding: String?) -> ContentCoding {
        var weights: [Substring: Double] = [:]
        for item in (acceptEncoding ?? "").lowercased().split(separator: ",") {
            let fields = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = fields.first else { continue }
            weights[name[...]] = weight(fields.dropFirst())
        }
        let gzip = weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0
        return gzip > 0 && gzip >= weights["identity"] ?? 0 ? .gzip : .identity
    }

    /// 1 where none is given; one that can't be read counts as refused.
    private static func weight(_ parameters: ArraySlice<String>) -> Double {
        guard let parameter = parameters.first(where: { $0.hasPrefix("q=") }) else { return 1 }
        return Double(parameter.dropFirst(2)) ?? 0
    }
}
