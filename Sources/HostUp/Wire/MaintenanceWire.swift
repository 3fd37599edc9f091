import Engine

extension MaintenanceReading {
    /// `{"hasPendingMaintenance": bool, "pendingChanges": […]}`. Only a plain `false` with nothing listed is `none`; a
    /// `false` beside a listed change is a contradiction, and the change is what a person should look at.
    init(_ body: JSON) {
        guard let isPending = body["hasPendingMaintenance"]?.bool else {
            let found = body["hasPendingMaintenance"]?.typeName ?? "absent"
            self = .undecodable("hasPendingMaintenance is \(found)")
            return
        }
        let changes: [JSON]
        switch body["pendingChanges"] {
        case nil, .null: changes = []
        case .array(let listed): changes = listed
        case .some(let other):
            self = .undecodable("pendingChanges is \(other.typeName)")
            return
        }
        if changes.isEmpty {
            self = isPending ? .pending(["changes the provider does not list"]) : .none
        } else {
            self = .pending(changes.prefix(MaintenanceReading.maxChanges).map(MaintenanceReading.words))
        }
    }

    private static let maxChanges = 20

    /// `memoryGb: 4 → 8, by 2026-05-01T00:00:00.000Z`.
    private static func words(_ change: JSON) -> String {
        guard let key = change.present("key")?.text else { return change.summary(limit: 120) }
        func value(_ name: String) -> String {
            change[name].map { $0.text ?? $0.summary(limit: 40) } ?? "?"
        }
        let deadline = (change.present("deadline")?.text).map { ", by \($0)" } ?? ""
        return "\(key): \(value("currentValue")) → \(value("pendingValue"))\(deadline)".printable(limit: 160)
    }
}
