/// Bytes of text in the making. Room is made once a line and not once a piece, which halves what a sample costs.
struct TextBuffer: Sendable {
    private var storage: [UInt8]
    private(set) var count = 0

    init(capacity: Int) {
        storage = Array(repeating: 0, count: capacity)
    }

    /// What was written since the start, or since it was last cleared.
    var bytes: ArraySlice<UInt8> { storage[..<count] }

    /// Forgets what was written; its room stays.
    mutating func clear() { count = 0 }

    /// Appends what `write` puts.
    ///
    /// - Precondition: it puts no more than `most` bytes.
    mutating func append(atMost most: Int, _ write: (inout TextCursor) -> Void) {
        if storage.count - count < most { grow(by: most) }
        let start = count
        count = storage.withUnsafeMutableBufferPointer { storage in
            var cursor = TextCursor(storage, at: start)
            write(&cursor)
            return cursor.position
        }
    }

    mutating func append(_ text: some Collection<UInt8>) {
        append(atMost: text.count) { $0.put(text) }
    }

    private mutating func grow(by more: Int) {
        let size = max(storage.count * 2, count + more)
        storage.append(contentsOf: repeatElement(0, count: size - storage.count))
    }
}

/// A place in a buffer that has room, and what is put there.
struct TextCursor {
    private let storage: UnsafeMutableBufferPointer<UInt8>
    private(set) var position: Int

    fileprivate init(_ storage: UnsafeMutableBufferPointer<UInt8>, at position: Int) {
        self.storage = storage
        self.position = position
    }

    mutating func put(_ byte: UInt8) {
        precondition(position < storage.count, "more than was announced")
        storage[position] = byte
        position += 1
    }

    mutating func put(_ bytes: some Collection<UInt8>) {
        precondition(bytes.count <= storage.count - position, "more than was announced")
        // One call of memcpy for whatever lies in one piece.
        let copied: Void? = bytes.withContiguousStorageIfAvailable { source in
            guard let from = source.baseAddress, let to = storage.baseAddress else { return }
            (to + position).update(from: from, count: source.count)
        }
        if copied == nil { for (offset, byte) in bytes.enumerated() { storage[position + offset] = byte } }
        position += bytes.count
    }

    /// So many bytes, to be set from the last to the first: as digits come out of a number.
    mutating func putBackwards(_ count: Int, _ next: () -> UInt8) {
        precondition(count <= storage.count - position, "more than was announced")
        for place in stride(from: position + count - 1, through: position, by: -1) { storage[place] = next() }
        position += count
    }
}
