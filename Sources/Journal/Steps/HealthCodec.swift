internal import Engine

/// The watchdog's own measurement: it comes every second, and is nearly always a few small numbers.
enum HealthCodec {
    private static let hasPauseFile: UInt8 = 1
    private static let hasFault: UInt8 = 2

    static func encode(_ health: WatchdogHealth, into writer: inout ByteWriter) {
        var flags: UInt8 = health.pauseFile ? hasPauseFile : 0
        if health.journalFault != nil { flags |= hasFault }
        writer.put(flags)
        writer.put(health.loopLag.milliseconds)
        writer.put(health.scheduleLag.milliseconds)
        writer.put(Int64(health.droppedObservations))
        writer.put(health.clockJump.milliseconds)
        if let fault = health.journalFault { writer.put(fault) }
    }

    static func decode(_ reader: inout ByteReader) -> WatchdogHealth? {
        guard let flags = reader.take(UInt8.self), flags <= hasPauseFile | hasFault,
            let loopLag = reader.take(Int64.self), let scheduleLag = reader.take(Int64.self),
            let dropped = reader.take(Int64.self), let jump = reader.take(Int64.self)
        else { return nil }
        var health = WatchdogHealth(
            loopLag: TimeSpan(milliseconds: loopLag),
            scheduleLag: TimeSpan(milliseconds: scheduleLag),
            droppedObservations: Int(dropped),
            clockJump: TimeSpan(milliseconds: jump),
            pauseFile: flags & hasPauseFile != 0
        )
        guard flags & hasFault != 0 else { return health }
        health.journalFault = reader.takeText()
        return health.journalFault == nil ? nil : health
    }
}
