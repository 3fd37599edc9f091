internal import Engine

/// What is the same from one observation of a probe to the next as long as nothing happens: all but times and numbers.
struct ObservationShape: Hashable, Sendable {
    var signs: SignsOfLife
    var result: ProbeResult
    var hasRemote: Bool
    var status: UInt16?
    var expiry: Int64?
    var echoesSent: UInt16?
    var echoesReceived: UInt16?
    var bootID: UInt64?
    /// Which of `Numbers` are there, a bit each.
    var present: UInt8

    init(_ observation: Observation) {
        let measures = observation.measures
        signs = observation.signs
        result = observation.result
        hasRemote = observation.remote != nil
        status = measures.httpStatus
        expiry = measures.certificateExpiry
        echoesSent = measures.echoesSent
        echoesReceived = measures.echoesReceived
        bootID = measures.bootID
        present = Numbers.present(in: measures)
    }

    /// Without its numbers.
    var measures: Measures {
        var measures = Measures()
        measures.httpStatus = status
        measures.certificateExpiry = expiry
        measures.echoesSent = echoesSent
        measures.echoesReceived = echoesReceived
        measures.bootID = bootID
        return measures
    }

    // MARK: As bytes

    func write(to writer: inout ByteWriter) {
        writer.put(signs.rawValue)
        ObservationCodec.put(result, into: &writer)
        writer.put(present)
        let mask: [Bool] = [
            hasRemote, status != nil, expiry != nil, echoesSent != nil, echoesReceived != nil, bootID != nil,
        ]
        writer.put(mask.reversed().reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) })
        if let status { writer.put(status) }
        if let expiry { writer.put(expiry) }
        if let echoesSent { writer.put(echoesSent) }
        if let echoesReceived { writer.put(echoesReceived) }
        if let bootID { writer.put(bootID) }
    }

    init?(_ reader: inout ByteReader) {
        guard let signs = reader.take(UInt8.self), let result = ObservationCodec.takeResult(&reader),
            let present = reader.take(UInt8.self), present < 1 << Numbers.optional, let mask = reader.take(UInt8.self)
        else { return nil }
        self.signs = SignsOfLife(rawValue: signs)
        self.result = result
        self.present = present
        hasRemote = mask & 1 != 0
        func take<Number: FixedWidthInteger>(_ bit: UInt8, _ slot: inout Number?) -> Bool {
            guard mask >> bit & 1 == 1 else { return true }
            slot = reader.take()
            return slot != nil
        }
        guard take(1, &status), take(2, &expiry), take(3, &echoesSent), take(4, &echoesReceived), take(5, &bootID)
        else { return nil }
    }
}

/// An observation's numbers that move: microseconds, and the body's bytes. The last is what of the duration the others do not
/// explain.
enum Numbers {
    static let all = 8
    /// Those before the last, which is always there.
    static let optional = 7
    static let rest = 7

    static func present(in measures: Measures) -> UInt8 {
        (measures.resolve == nil ? 0 : 1) | (measures.connect == nil ? 0 : 2) | (measures.tls == nil ? 0 : 4)
            | (measures.processing == nil ? 0 : 8) | (measures.transfer == nil ? 0 : 16)
            | (measures.roundTrip == nil ? 0 : 32) | (measures.bodyBytes == nil ? 0 : 64)
    }

    static func value(_ number: Int, of measures: Measures) -> Int64 {
        switch number {
        case 0: Int64(measures.resolve ?? 0)
        case 1: Int64(measures.connect ?? 0)
        case 2: Int64(measures.tls ?? 0)
        case 3: Int64(measures.processing ?? 0)
        case 4: Int64(measures.transfer ?? 0)
        case 5: Int64(measures.roundTrip ?? 0)
        case 6: Int64(measures.bodyBytes ?? 0)
        case _: Int64(measures.duration) - explained(measures)
        }
    }

    /// False for a number that is none of its kind.
    static func set(_ number: Int, to value: Int64, of measures: inout Measures) -> Bool {
        let whole = number == rest ? value &+ explained(measures) : value
        guard let exact = UInt32(exactly: whole) else { return false }
        switch number {
        case 0: measures.resolve = exact
        case 1: measures.connect = exact
        case 2: measures.tls = exact
        case 3: measures.processing = exact
        case 4: measures.transfer = exact
        case 5: measures.roundTrip = exact
        case 6: measures.bodyBytes = exact
        case _: measures.duration = exact
        }
        return true
    }

    private static func explained(_ measures: Measures) -> Int64 {
        Int64(measures.resolve ?? 0) + Int64(measures.connect ?? 0) + Int64(measures.tls ?? 0)
            + Int64(measures.processing ?? 0) + Int64(measures.transfer ?? 0)
    }
}
