/// A long answer, of which each part is made when it is asked for.
public typealias Parts = any IteratorProtocol<[UInt8]> & Sendable

/// Many of the API's views, of which each is made when it is asked for.
public typealias Views<View> = any IteratorProtocol<View> & Sendable

/// An array of views as JSON, part by part: of ten thousand targets neither the views nor the text are ever whole in memory.
struct ListParts<View>: IteratorProtocol, Sendable {
    /// A part ends with the first view beyond this.
    static var bytes: Int { 65_536 }

    private var views: Views<View>
    private let write: @Sendable (View, inout JSONText) -> Void
    private let closing: StaticString
    private var text = JSONText()
    private var isOver = false

    /// - Parameter opening: what stands before the first view; `closing` stands behind the last.
    init(
        _ views: Views<View>,
        opening: StaticString,
        closing: StaticString,
        write: @escaping @Sendable (View, inout JSONText) -> Void
    ) {
        self.views = views
        self.closing = closing
        self.write = write
        text.raw(opening)
    }

    mutating func next() -> [UInt8]? {
        guard !isOver else { return nil }
        while text.bytes.count < ListParts.bytes {
            guard let view = views.next() else {
                isOver = true
                text.raw(closing)
                break
            }
            text.element { [write] in write(view, &$0) }
        }
        return text.take()
    }
}
