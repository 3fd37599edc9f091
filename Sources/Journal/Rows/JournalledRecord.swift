internal import Engine

/// The engine's record, under a name that stays clear where GRDB's own `Record` is in sight as well.
typealias JournalledRecord = Record
