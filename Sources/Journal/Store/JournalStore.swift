public import Engine
internal import GRDB
internal import Synchronization

/// The journal, held by the one process that writes it.
///
/// Every call blocks until it is done: commits are for the daemon's own thread, never for the cooperative pool.
/// Whatever a call throws, its transaction left nothing behind, and the next call may succeed.
public final class JournalStore: Sendable {
    /// What is known beside the database; the mutex also keeps commits in order.
    fileprivate struct Memory {
        var series = SeriesNumbers()
        var rollups = OpenRollups()
        /// Of exact events, bodies alone.
        var exactBytes: Int
        var packing = PackingState()
        /// Of exact events, written since the log was last moved into the file.
        var untidiedBytes = 0
        /// Of the writing connection.
        var durability = Durability.power
        /// The power may take the latest commits.
        var isUnsynced = false
    }

    public let directory: String
    /// Reads of the same journal, which neither wait for commits nor delay them.
    public let reader: JournalReader
    private let path: String
    private let lock: DirectoryLock
    private let pool: DatabasePool
    /// A connection of its own, for what may take long beside commits.
    private let settler: DatabaseQueue
    private let limits: JournalLimits
    private let bootID: String
    private let run: Int64
    private let memory: Mutex<Memory>

    /// Creates the directory (not its parents) and the journal where they are missing, takes the lock, migrates what an
    /// older Defib left and checks what is there. Whatever is refused stays as it was.
    public init(
        directory: String,
        limits: JournalLimits = JournalLimits(),
        startedAt: Timestamp
    ) throws(JournalError) {
        let place = DataDirectory(directory)
        try place.prepare()
        lock = try DirectoryLock(place, startedAt: startedAt)
        try place.createDatabaseFile()
        if case .journal = try Preflight.inspect(place.database) { try Preflight.checkTables(place.database) }
        let boot = BootIdentity.current()
        let opened = try JournalError.wrapping(path: place.database) {
            try Opening.open(place, limits: limits, bootID: boot, startedAt: startedAt)
        }
        self.directory = directory
        self.limits = limits
        path = place.database
        pool = opened.pool
        settler = opened.settler
        run = opened.run
        bootID = boot
        reader = JournalReader(opened.pool, path: place.database)
        memory = Mutex(Memory(exactBytes: opened.exactBytes))
    }

    /// Writes the batch in one transaction, in order: all of it or nothing. Returns where the chain of decisions then stands.
    ///
    /// - Parameter durability: `power` makes all earlier batches as durable as this one, though it be empty.
    @discardableResult
    public func commit(
        _ batch: JournalBatch,
        outliving durability: Durability = .power
    ) throws(JournalError) -> ChainHead {
        try memory.withLock { memory throws(JournalError) -> ChainHead in
            let isDue = memory.rollups.isDue
            let finished = isDue ? memory.rollups.finished() : []
            let (written, freed, series, head) = try JournalError.wrapping(path: path) {
                try choose(durability, &memory)
                return try pool.write { database in
                    var writer = BatchWriter(database: database, run: run, bootID: bootID, series: memory.series)
                    try writer.write(batch)
                    if batch.isEmpty, memory.isUnsynced { try writer.touch() }
                    try RollupTable(database: database).write(finished)
                    let freed = try Retention(database: database, limits: limits)
                        .makeRoom(used: memory.exactBytes + writer.exactBytes, byAge: isDue)
                    return (writer.exactBytes, freed, writer.series, try DecisionChain.head(in: database))
                }
            }
            memory.isUnsynced = durability == .process
            memory.exactBytes += written - freed
            memory.untidiedBytes += written
            memory.series = series
            if isDue { memory.rollups.forgetFinished() }
            memory.remember(batch.observed)
            return head
        }
    }

    private func choose(_ durability: Durability, _ memory: inout Memory) throws {
        guard memory.durability != durability else { return }
        try pool.writeWithoutTransaction(durability.choose)
        memory.durability = durability
    }

    /// Makes one row of those that wait for it, in one transaction: all of it or nothing. Reads and packs beside commits, and
    /// holds one up only while it replaces the rows.
    ///
    /// - Returns: whether there was enough to pack, so that there may be more. To be called again and again, by one thread.
    public func pack() throws(JournalError) -> Bool {
        var packing = memory.withLock { $0.packing }
        let work = try JournalError.wrapping(path: path) {
            try pool.read { try Packing(database: $0, run: run).next(&packing) }
        }
        return try memory.withLock { memory throws(JournalError) -> Bool in
            defer { memory.packing = packing }
            guard let work else { return false }
            let saved = try JournalError.wrapping(path: path) {
                try pool.write { try Packing(database: $0, run: run).replace(work) }
            }
            memory.exactBytes -= saved ?? 0
            packing.note(work, isReplaced: saved != nil)
            return true
        }
    }

    /// Sums up the oldest day that is over, for as long as there is one.
    ///
    /// - Returns: whether there was one. To be called by the thread that packs.
    public func sumUpDay() throws(JournalError) -> Bool {
        let block = try reader.read { database -> RollupBlock? in
            guard let newest = try Int64.fetchOne(database, sql: "SELECT newest FROM state") else { return nil }
            let table = RollupTable(database: database)
            // What began before midnight may come a little later.
            let today = (Timestamp(milliseconds: newest) - .minutes(10)).dayStart
            return try table.dayToSum(before: today).map(table.sum)
        }
        guard let block else { return false }
        return try memory.withLock { _ throws(JournalError) -> Bool in
            try JournalError.wrapping(path: path) {
                try pool.write { try RollupTable(database: $0).write([block], .day) }
            }
            return true
        }
    }

    /// Of exact events, those written since the journal was last settled.
    public var untidiedBytes: Int { memory.withLock { $0.untidiedBytes } }

    /// Moves the write-ahead log into the file, as far as no reader needs it; commits go on meanwhile. Else a commit has to do
    /// it once the log is long, and waits for the disk three times.
    public func settle() throws(JournalError) {
        memory.withLock { $0.untidiedBytes = 0 }
        try JournalError.wrapping(path: path) {
            try settler.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
        }
    }

    /// A setting of the writing connection, by SQLite's name for it.
    func pragma(_ name: String) throws(JournalError) -> Int? {
        try JournalError.wrapping(path: path) {
            try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA \(name)") }
        }
    }

    /// What an earlier life of the daemon left. To be called before the first commit of this one.
    public func recover() throws(JournalError) -> Recovered {
        try reader.recovered()
    }

    /// Writes what was still held back, and closes; every later call fails. Being killed instead loses the rollups of the
    /// running minute and nothing else.
    public func close() throws(JournalError) {
        try memory.withLock { memory throws(JournalError) in
            let rest = memory.rollups.finished(all: true)
            try JournalError.wrapping(path: path) {
                try pool.write { try RollupTable(database: $0).write(rest) }
                try settler.close()
                _ = try pool.writeWithoutTransaction(Opening.settle)
                try pool.close()
            }
            memory.rollups.forgetFinished(all: true)
            lock.release()
        }
    }
}

extension JournalStore.Memory {
    /// Takes in what a durable batch said.
    fileprivate mutating func remember(_ observed: [Observed]) {
        for one in observed {
            if let number = series.number(of: one.probe) { rollups.add(one, series: number) }
        }
    }
}
