/// The streams of one packed row: what is of one kind stands together, because it is alike.
struct PackColumns {
    /// The spans of consecutive ordinals, and how many steps are in each.
    var spans = ByteWriter(isCompact: true)
    /// Of every step: ms after the one before.
    var times = ByteWriter(isCompact: true)
    /// Of every step: 0 for what is no observation, else the line of its probe and 1.
    var kinds = ByteWriter(isCompact: true)
    /// Of each observation: how far its probe is from the one after the line's latest.
    var orders = ByteWriter(isCompact: true)
    /// Its start against the expected one, in ms.
    var starts = ByteWriter(isCompact: true)
    /// Its length against its duration, in ms.
    var lengths = ByteWriter(isCompact: true)
    /// 0 where it has the shape of its probe's latest and comes from the same address.
    var changes = ByteWriter(isCompact: true)
    /// Of each number that is there: against its probe's mean.
    var numbers = Array(repeating: ByteWriter(isCompact: true), count: Numbers.all)
    /// Lines and probes that are new, shapes, and addresses.
    var news = ByteWriter(isCompact: true)
    /// Steps that are no observations, as an unpacked row has them.
    var others = ByteWriter(isCompact: true)

    private var all: [ByteWriter] {
        [spans, times, kinds, orders, starts, lengths, changes, news, others] + numbers
    }

    /// Each compressed by itself.
    ///
    /// - Parameter ordinal: the last of the row it goes on from; nil for a key row.
    func packed(after ordinal: UInt64?) -> [UInt8] {
        var writer = ByteWriter(isCompact: true)
        writer.put(PackColumns.form)
        writer.put(UInt8(ordinal == nil ? 1 : 0))
        if let ordinal { writer.put(ordinal) }
        for column in all { writer.put(compressed: column.bytes) }
        return writer.bytes
    }

    static let form: UInt8 = 1
}

/// The same streams to be read again.
struct PackedColumns {
    /// The last ordinal of the row it goes on from; nil where it stands for itself.
    let predecessor: UInt64?
    var spans, times, kinds, orders, starts, lengths, changes, news, others: ByteReader
    var numbers: [ByteReader]

    /// Nil for what is no packed row.
    init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes, isCompact: true)
        guard reader.take(UInt8.self) == PackColumns.form, let flags = reader.take(UInt8.self), flags <= 1 else {
            return nil
        }
        predecessor = flags == 1 ? nil : reader.take(UInt64.self)
        guard flags == 1 || predecessor != nil else { return nil }
        var columns: [ByteReader] = []
        for _ in 0..<9 + Numbers.all {
            guard let column = reader.takeCompressed() else { return nil }
            columns.append(ByteReader(column, isCompact: true))
        }
        spans = columns[0]
        times = columns[1]
        kinds = columns[2]
        orders = columns[3]
        starts = columns[4]
        lengths = columns[5]
        changes = columns[6]
        news = columns[7]
        others = columns[8]
        numbers = Array(columns[9...])
    }
}
