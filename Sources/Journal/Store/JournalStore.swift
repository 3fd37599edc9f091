public import Engine
internal import GRDB
internal import Synchronization

/// The journal, held by the one process that writes it.
///
/// Every call blocks until the disk has it: commits are for the daemon's own thread, never for the cooperative pool.
/// Whatever a call throws, its transaction left nothing behind, and the next call may succeed.
public final class JournalStore: Sendable {
    /// What is known beside the database; the mutex also keeps commits in order.
    fileprivate struct Memory {
        var layouts: [UInt32: ProbeLayout] = [:]
        var rollups = OpenRollups()
        var steps = StepEncoder()
        /// Of exact events, bodies alone.
        var exactBytes: Int
    }

    public let directory: String
    /// Reads of the same journal, which neither wait for commits nor delay them.
    public let reader: JournalReader
    private let path: String
    private let lock: DirectoryLock
    private let pool: DatabasePool
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
        run = opened.run
        bootID = boot
        reader = JournalReader(opened.pool, path: place.database)
        memory = Mutex(Memory(exactBytes: opened.exactBytes))
    }

    /// Makes the batch durable in one transaction, in order: all of it or nothing. Returns where the chain of decisions
    /// then stands.
    @discardableResult
    public func commit(_ batch: JournalBatch) throws(JournalError) -> ChainHead {
        try memory.withLock { memory throws(JournalError) -> ChainHead in
            let isDue = memory.rollups.isDue
            let finished = isDue ? memory.rollups.finished() : []
            let (written, steps, head) = try JournalError.wrapping(path: path) {
                try pool.write { database in
                    var writer = BatchWriter(database: database, run: run, bootID: bootID, steps: memory.steps)
                    try writer.write(batch)
                    try OpenRollups.write(finished, to: database)
                    let freed = try Retention(database: database, limits: limits)
                        .makeRoom(used: memory.exactBytes + writer.exactBytes, byAge: isDue)
                    return (writer.exactBytes - freed, writer.steps, try DecisionChain.head(in: database))
                }
            }
            memory.exactBytes += written
            memory.steps = steps
            if isDue { memory.rollups.forgetFinished() }
            memory.remember(batch)
            return head
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
                try pool.write { try OpenRollups.write(rest, to: $0) }
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
    fileprivate mutating func remember(_ batch: JournalBatch) {
        for entry in batch.entries {
            switch entry {
            case .layout(let layout, let epoch):
                // An older epoch's probes may still be under way; the one before that is over.
                layouts = layouts.filter { $0.key &+ 1 >= epoch }
                layouts[epoch] = layout
            case .step(let step):
                guard case .observationArrived(let observation) = step.event,
                    let series = layouts[observation.probe.epoch]?.series(of: observation.probe)
                else { continue }
                rollups.add(observation, series)
            case .record, .beginning, .note: break
            }
        }
    }
}
