internal import Engine

/// Reads packed rows of one life, in order, from a key row on.
struct StepUnpacker: Sendable {
    private var memory: PackMemory?

    /// One step: an observation, or what else there is, of which only the tag's and its payload's bytes are known here.
    enum Step {
        case observation(Observation)
        case other
    }

    /// Hands out each step with its ordinal and time; false where the row is damaged, or refers to what was not given.
    mutating func read(
        _ row: StepRow,
        _ take: (_ ordinal: UInt64, _ at: Timestamp, Step, _ others: inout ByteReader) -> Bool
    ) -> Bool {
        guard var columns = PackedColumns(row.bytes) else { return false }
        var memory = self.memory ?? PackMemory()
        if let predecessor = columns.predecessor {
            guard self.memory?.lastOrdinal == predecessor else { return false }
        } else {
            memory = PackMemory()
        }
        self.memory = nil
        var now = row.start
        while !columns.spans.isAtEnd {
            guard var ordinal = columns.spans.take(UInt64.self), let count = columns.spans.take(UInt64.self) else {
                return false
            }
            var left = count
            while left > 0 {
                guard let passed = columns.times.take(Int64.self), passed.magnitude < StepDecoder.longest,
                    let kind = columns.kinds.take(UInt64.self), kind <= UInt64(memory.lines.count) + 1
                else { return false }
                now = now + TimeSpan(milliseconds: passed)
                if kind == 0 {
                    guard take(ordinal, now, .other, &columns.others) else { return false }
                } else {
                    guard let observation = memory.observation(line: Int(kind) - 1, at: now, &columns),
                        take(ordinal, now, .observation(observation), &columns.others)
                    else { return false }
                }
                ordinal &+= 1
                left -= 1
            }
            memory.lastOrdinal = ordinal &- 1
        }
        self.memory = memory
        return true
    }
}

extension PackMemory {
    /// Nil where the columns end early, or say what can't be.
    fileprivate mutating func observation(line: Int, at now: Timestamp, _ columns: inout PackedColumns) -> Observation?
    {
        if line == lines.count {
            guard let isReference = columns.news.take(UInt8.self), let probe = columns.news.take(Int64.self),
                let epoch = columns.news.take(UInt32.self), (0...Int64(UInt16.max)).contains(probe)
            else { return nil }
            add(line: LineKey(isReference: isReference != 0, probe: Int(probe), epoch: epoch))
        }
        guard let number = number(in: line, &columns), let off = columns.starts.take(Int64.self),
            let beyond = columns.lengths.take(Int64.self), off.magnitude < StepDecoder.longest,
            beyond.magnitude < StepDecoder.longest
        else { return nil }
        let start = lines[line].probes[number].nextStart(at: now) + TimeSpan(milliseconds: off)
        guard start.milliseconds.magnitude < StepDecoder.longest * 2 else { return nil }
        lines[line].probes[number].note(start: start)
        guard takeShape(of: number, in: line, &columns),
            let measures = takeMeasures(of: number, in: line, &columns.numbers)
        else { return nil }
        let shape = shapes[lines[line].probes[number].shape]
        let length = beyond + Int64(measures.duration / 1_000)
        return Observation(
            probe: lines[line].key.address(owner: lines[line].probes[number].owner),
            startedAt: start,
            endedAt: start + TimeSpan(milliseconds: length),
            result: shape.result,
            signs: shape.signs,
            remote: shape.hasRemote ? lines[line].probes[number].remote : nil,
            measures: measures
        )
    }

    private mutating func number(in line: Int, _ columns: inout PackedColumns) -> Int? {
        guard let off = columns.orders.take(Int64.self), off.magnitude < StepDecoder.longest else { return nil }
        let number = Int(off) + lines[line].latest + 1
        let count = lines[line].probes.count
        guard (0...count).contains(number) else { return nil }
        lines[line].latest = number
        guard number == count else { return number }
        guard let off = columns.news.take(Int64.self), off.magnitude < StepDecoder.longest else { return nil }
        let owner = Int(off) + lines[line].latestOwner + 1
        guard (0...Int(UInt32.max)).contains(owner) else { return nil }
        lines[line].add(owner: owner)
        return number
    }

    private mutating func takeShape(of number: Int, in line: Int, _ columns: inout PackedColumns) -> Bool {
        guard let change = columns.changes.take(UInt64.self) else { return false }
        guard change > 0 else { return lines[line].probes[number].shape >= 0 }
        let shape = change >> 1
        guard shape > 0, shape <= UInt64(shapes.count) + 1 else { return false }
        if shape == UInt64(shapes.count) + 1 {
            guard let fresh = ObservationShape(&columns.news) else { return false }
            add(shape: fresh)
        }
        lines[line].probes[number].shape = Int(shape) - 1
        guard change & 1 == 1 else { return true }
        guard let remote = IPAddress(&columns.news) else { return false }
        lines[line].probes[number].remote = remote
        return true
    }

    private mutating func takeMeasures(of number: Int, in line: Int, _ columns: inout [ByteReader]) -> Measures? {
        let shape = shapes[lines[line].probes[number].shape]
        var measures = shape.measures
        for column in 0..<Numbers.all where column == Numbers.rest || shape.present >> column & 1 == 1 {
            guard let off = columns[column].take(Int64.self) else { return nil }
            let value = off &+ lines[line].probes[number].expected(column)
            guard Numbers.set(column, to: value, of: &measures) else { return nil }
            lines[line].probes[number].note(value, as: column)
        }
        return measures
    }
}

extension IPAddress {
    fileprivate init?(_ reader: inout ByteReader) {
        switch reader.take(UInt8.self) {
        case 4:
            guard let low = reader.take(UInt64.self), let v4 = UInt32(exactly: low) else { return nil }
            self.init(v4: v4)
        case 6:
            guard let high = reader.take(UInt64.self), let low = reader.take(UInt64.self) else { return nil }
            self.init(v6High: high, low: low)
        case _: return nil
        }
    }
}
