internal import Engine

/// The optional numbers of an observation: a mask of those present (u16), then each in the mask's order.
enum MeasuresCodec {
    private enum Field: UInt16, CaseIterable {
        case httpStatus, resolve, connect, tls, processing, transfer, certificateExpiry, bodyBytes, echoesSent,
            echoesReceived, roundTrip, remoteV4, remoteV6, bootID

        var bit: UInt16 { 1 << rawValue }
    }

    static func encode(_ measures: Measures, remote: IPAddress?, into writer: inout ByteWriter) {
        var mask: UInt16 = 0
        var fields = ByteWriter(isCompact: writer.isCompact)
        func put<Number: FixedWidthInteger>(_ field: Field, _ number: Number?) {
            guard let number else { return }
            mask |= field.bit
            fields.put(number)
        }
        put(.httpStatus, measures.httpStatus)
        put(.resolve, measures.resolve)
        put(.connect, measures.connect)
        put(.tls, measures.tls)
        put(.processing, measures.processing)
        put(.transfer, measures.transfer)
        put(.certificateExpiry, measures.certificateExpiry)
        put(.bodyBytes, measures.bodyBytes)
        put(.echoesSent, measures.echoesSent)
        put(.echoesReceived, measures.echoesReceived)
        put(.roundTrip, measures.roundTrip)
        if let remote, remote.isV4 {
            put(.remoteV4, UInt32(truncatingIfNeeded: remote.low))
        } else if let remote {
            put(.remoteV6, remote.high)
            fields.put(remote.low)
        }
        put(.bootID, measures.bootID)
        writer.put(measures.duration)
        writer.put(mask)
        writer.put(fields)
    }

    static func decode(_ reader: inout ByteReader) -> (Measures, IPAddress?)? {
        guard let duration = reader.take(UInt32.self), let mask = reader.take(UInt16.self) else { return nil }
        var measures = Measures()
        measures.duration = duration
        var remote: IPAddress?
        for field in Field.allCases where mask & field.bit != 0 {
            guard take(field, from: &reader, into: &measures, &remote) else { return nil }
        }
        return mask < 1 << Field.allCases.count ? (measures, remote) : nil
    }

    /// False where the bytes end early.
    private static func take(
        _ field: Field,
        from reader: inout ByteReader,
        into measures: inout Measures,
        _ remote: inout IPAddress?
    ) -> Bool {
        func taken<Number: FixedWidthInteger>(_ slot: inout Number?) -> Bool {
            slot = reader.take()
            return slot != nil
        }
        switch field {
        case .httpStatus: return taken(&measures.httpStatus)
        case .resolve: return taken(&measures.resolve)
        case .connect: return taken(&measures.connect)
        case .tls: return taken(&measures.tls)
        case .processing: return taken(&measures.processing)
        case .transfer: return taken(&measures.transfer)
        case .certificateExpiry: return taken(&measures.certificateExpiry)
        case .bodyBytes: return taken(&measures.bodyBytes)
        case .echoesSent: return taken(&measures.echoesSent)
        case .echoesReceived: return taken(&measures.echoesReceived)
        case .roundTrip: return taken(&measures.roundTrip)
        case .remoteV4:
            remote = reader.take(UInt32.self).map(IPAddress.init(v4:))
        case .remoteV6:
            guard let high = reader.take(UInt64.self), let low = reader.take(UInt64.self) else { return false }
            remote = IPAddress(v6High: high, low: low)
        case .bootID: return taken(&measures.bootID)
        }
        return remote != nil
    }
}
