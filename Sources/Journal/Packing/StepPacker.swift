internal import Engine

/// Makes one row of many that follow one another, in about a fifth of their bytes, exactly.
///
/// What it writes may refer to rows it packed before, in the same life of the daemon; a key row stands for itself.
struct StepPacker {
    private var memory: PackMemory
    private var columns = PackColumns()
    private var now: Timestamp
    private let predecessor: UInt64?

    /// - Parameter memory: of the row packed before, nil for a key row.
    init(after memory: PackMemory?, start: Timestamp) {
        self.memory = memory ?? PackMemory()
        predecessor = memory?.lastOrdinal
        now = start
    }

    /// Takes an unpacked row in; false where it can't be read.
    mutating func add(_ row: StepRow) -> Bool {
        var reader = ByteReader(row.bytes, isCompact: true)
        guard let ordinal = reader.take(UInt64.self) else { return false }
        var at = row.start
        var count: UInt64 = 0
        while !reader.isAtEnd {
            guard let passed = reader.take(Int64.self), passed.magnitude < StepDecoder.longest else { return false }
            at = at + TimeSpan(milliseconds: passed)
            columns.times.put((at - now).milliseconds)
            now = at
            guard addStep(&reader) else { return false }
            count += 1
        }
        columns.spans.put(ordinal)
        columns.spans.put(count)
        memory.lastOrdinal = ordinal &+ count &- 1
        return true
    }

    /// The row, and what is to be remembered for the next one.
    func finish() -> (bytes: [UInt8], memory: PackMemory) { (columns.packed(after: predecessor), memory) }

    private mutating func addStep(_ reader: inout ByteReader) -> Bool {
        let start = reader.position
        guard let tag = reader.take(UInt8.self).flatMap(StepTag.init(rawValue:)) else { return false }
        switch tag {
        case .observation:
            guard let observation = ObservationCodec.decode(&reader, after: now) else { return false }
            add(observation)
            return true
        case .deadline: break
        case .health: guard HealthCodec.decode(&reader) != nil else { return false }
        case .listing, .fleet: guard reader.take(Int64.self) != nil, reader.takeCounted() != nil else { return false }
        case .other: guard reader.takeCounted() != nil else { return false }
        }
        columns.kinds.put(UInt64(0))
        columns.others.put(raw: reader.bytes(from: start))
        return true
    }

    private mutating func add(_ observation: Observation) {
        let line = line(of: observation.probe)
        let number = number(of: observation.probe, in: line)
        var probe = memory.lines[line].probes[number]
        let expected = probe.nextStart(at: now)
        columns.starts.put((observation.startedAt - expected).milliseconds)
        let length = (observation.endedAt - observation.startedAt).milliseconds
        columns.lengths.put(length - Int64(observation.measures.duration / 1_000))
        probe.note(start: observation.startedAt)
        putShape(of: observation, &probe)
        putNumbers(of: observation.measures, &probe)
        memory.lines[line].probes[number] = probe
    }

    private mutating func line(of address: ProbeAddress) -> Int {
        let key = PackMemory.LineKey(address)
        // A fleet's probes have few positions; the last line is asked again more often than not.
        let line = memory.lineNumbers[key] ?? memory.lines.count
        columns.kinds.put(UInt64(line + 1))
        guard line == memory.lines.count else { return line }
        memory.add(line: key)
        columns.news.put(UInt8(key.isReference ? 1 : 0))
        columns.news.put(Int64(key.probe))
        columns.news.put(key.epoch)
        return line
    }

    private mutating func number(of address: ProbeAddress, in line: Int) -> Int {
        let owner =
            switch address.owner {
            case .target(let index), .reference(let index): index
            }
        let count = memory.lines[line].probes.count
        let number = memory.lines[line].numbers[owner] ?? count
        columns.orders.put(Int64(number - memory.lines[line].latest - 1))
        memory.lines[line].latest = number
        if number == count {
            columns.news.put(Int64(owner - memory.lines[line].latestOwner - 1))
            memory.lines[line].add(owner: owner)
        }
        return number
    }

    private mutating func putShape(of observation: Observation, _ probe: inout ProbeMemory) {
        let shape = ObservationShape(observation)
        let isKnown = probe.shape >= 0 && memory.shapes[probe.shape] == shape
        let isElsewhere = shape.hasRemote && probe.remote != observation.remote
        guard !isKnown || isElsewhere else {
            columns.changes.put(UInt64(0))
            return
        }
        let number = memory.shapeNumbers[shape] ?? memory.shapes.count
        columns.changes.put(UInt64(number + 1) << 1 | (isElsewhere ? 1 : 0))
        if number == memory.shapes.count {
            memory.add(shape: shape)
            shape.write(to: &columns.news)
        }
        probe.shape = number
        guard isElsewhere, let remote = observation.remote else { return }
        probe.remote = remote
        remote.write(to: &columns.news)
    }

    private mutating func putNumbers(of measures: Measures, _ probe: inout ProbeMemory) {
        let present = Numbers.present(in: measures)
        for number in 0..<Numbers.all where number == Numbers.rest || present >> number & 1 == 1 {
            let value = Numbers.value(number, of: measures)
            columns.numbers[number].put(value - probe.expected(number))
            probe.note(value, as: number)
        }
    }
}

extension IPAddress {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.put(UInt8(isV4 ? 4 : 6))
        if !isV4 { writer.put(high) }
        writer.put(isV4 ? UInt64(UInt32(truncatingIfNeeded: low)) : low)
    }
}
