internal import Engine

/// Observations as bytes, exact, without names (the epoch's layout has those): about 30 for one that is up where the
/// writer is compact, 60 where it is not.
///
/// In order: owner (u8), its index (u32), probe (u16), epoch (u32), start (i64, ms, after `base`), length (i64, ms), signs
/// (u8), result (u8), reason's code (u8) and detail where there is one, then the measures.
enum ObservationCodec {
    static func encode(
        _ observation: Observation,
        after base: Timestamp = Timestamp(milliseconds: 0),
        into writer: inout ByteWriter
    ) {
        switch observation.probe.owner {
        case .target(let index): put(owner: 0, index, into: &writer)
        case .reference(let index): put(owner: 1, index, into: &writer)
        }
        writer.put(UInt16(clamping: observation.probe.probe))
        writer.put(observation.probe.epoch)
        writer.put((observation.startedAt - base).milliseconds)
        writer.put((observation.endedAt - observation.startedAt).milliseconds)
        writer.put(observation.signs.rawValue)
        put(observation.result, into: &writer)
        MeasuresCodec.encode(observation.measures, remote: observation.remote, into: &writer)
    }

    /// Nil for bytes that are no observation.
    static func decode(
        _ reader: inout ByteReader,
        after base: Timestamp = Timestamp(milliseconds: 0)
    ) -> Observation? {
        guard let owner = takeOwner(&reader), let probe = reader.take(UInt16.self),
            let epoch = reader.take(UInt32.self),
            let start = reader.take(Int64.self), let length = reader.take(Int64.self),
            let signs = reader.take(UInt8.self), let result = takeResult(&reader),
            let (measures, remote) = MeasuresCodec.decode(&reader),
            start.magnitude < longest, length.magnitude < longest
        else { return nil }
        let startedAt = base + TimeSpan(milliseconds: start)
        return Observation(
            probe: ProbeAddress(owner: owner, probe: Int(probe), epoch: epoch),
            startedAt: startedAt,
            endedAt: startedAt + TimeSpan(milliseconds: length),
            result: result,
            signs: SignsOfLife(rawValue: signs),
            remote: remote,
            measures: measures
        )
    }

    /// Beyond all times there are, so that damaged bytes can't overflow one.
    private static let longest: UInt64 = 1 << 48

    /// All of a row of an earlier version, which held nothing else; nil where it is damaged.
    static func decodeAll(_ bytes: [UInt8]) -> [Observation]? {
        var reader = ByteReader(bytes)
        var observations: [Observation] = []
        while !reader.isAtEnd {
            guard let observation = decode(&reader) else { return nil }
            observations.append(observation)
        }
        return observations
    }

    private static func put(owner: UInt8, _ index: Int, into writer: inout ByteWriter) {
        writer.put(owner)
        writer.put(UInt32(clamping: index))
    }

    private static func takeOwner(_ reader: inout ByteReader) -> ProbeAddress.Owner? {
        guard let owner = reader.take(UInt8.self), let index = reader.take(UInt32.self) else { return nil }
        switch owner {
        case 0: return .target(Int(index))
        case 1: return .reference(Int(index))
        case _: return nil
        }
    }

    static func put(_ result: ProbeResult, into writer: inout ByteWriter) {
        switch result {
        case .up: writer.put(UInt8(0))
        case .down(let reason): put(1, reason, into: &writer)
        case .unknown(let reason): put(2, reason, into: &writer)
        }
    }

    private static func put(_ tag: UInt8, _ reason: Reason, into writer: inout ByteWriter) {
        writer.put(tag)
        writer.put(reason.code.number)
        writer.put(reason.detail)
    }

    static func takeResult(_ reader: inout ByteReader) -> ProbeResult? {
        guard let tag = reader.take(UInt8.self) else { return nil }
        guard tag != 0 else { return .up }
        guard let number = reader.take(UInt8.self), let code = Reason.Code(number: number),
            let detail = reader.takeText()
        else { return nil }
        switch tag {
        case 1: return .down(Reason(code, detail))
        case 2: return .unknown(Reason(code, detail))
        case _: return nil
        }
    }
}
