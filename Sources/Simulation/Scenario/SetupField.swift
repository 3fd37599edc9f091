internal import Configuration
internal import Engine

/// One setting of a scenario's `setup`: its key, and how it is written and read. One table for both ways, so that what is
/// printed can be read again.
struct SetupField {
    var key: String
    var read: (Setup) -> String
    var write: (String, inout Setup) throws -> Void

    struct Misread: Error {
        var remedy: String
    }

    static var all: [SetupField] {
        [
            number("targets", \.targets, 1...200), number("regions", \.regions, 1...10), choice("trigger", \.trigger),
            choice("ladder", \.ladder), span("for", \.holdFor), span("wait", \.wait),
            span("recovery_for", \.recoveryFor),
            span("patience", \.patience), span("cooldown", \.cooldown), budget("per_target", \.perTarget),
            budget("fleet_budget", \.fleetBudget), number("in_flight", \.inFlight, 0...200),
            number("storm", \.storm, 0...100), number("group_storm", \.groupStorm, 0...100),
            number("group_budget", \.groupBudget, -1...100), number("references", \.references, 0...4),
            span("pace", \.pace), span("sweep", \.sweep), choice("mode", \.policyMode), choice("rule_mode", \.ruleMode),
            number("observers", \.observers, 0...200), flag("agent", \.hasAgent), flag("cdn", \.hasCDN),
            number("firewalled", \.firewalled, 0...200), window, flaps, flag("assume_idle", \.assumeIdle),
            flag("assume_gates", \.assumeGates), span("boot_grace_max", \.bootGrace.max),
            number("known_boots", \.knownBoots, 0...32), flag("uptime_goes_on", \.uptimeGoesOn),
        ]
    }

    private static func number(_ key: String, _ path: WritableKeyPath<Setup, Int>, _ range: ClosedRange<Int>)
        -> SetupField
    {
        SetupField(key: key, read: { "\($0[keyPath: path])" }) { text, setup in
            guard let number = Int(text), range.contains(number) else {
                throw Misread(remedy: "write a number from \(range.lowerBound) to \(range.upperBound)")
            }
            setup[keyPath: path] = number
        }
    }

    private static func flag(_ key: String, _ path: WritableKeyPath<Setup, Bool>) -> SetupField {
        SetupField(key: key, read: { "\($0[keyPath: path])" }) { text, setup in
            guard let value = Bool(text) else { throw Misread(remedy: "write true or false") }
            setup[keyPath: path] = value
        }
    }

    private static func span(_ key: String, _ path: WritableKeyPath<Setup, TimeSpan>) -> SetupField {
        SetupField(key: key, read: { "\($0[keyPath: path])" }) { text, setup in
            guard let value = try? ArgumentSyntax.duration(text) else {
                throw Misread(remedy: "write a duration, such as 30s")
            }
            setup[keyPath: path] = value
        }
    }

    private static func budget(_ key: String, _ path: WritableKeyPath<Setup, Budget>) -> SetupField {
        SetupField(key: key, read: { "\($0[keyPath: path])" }) { text, setup in
            guard let value = try? ArgumentSyntax.budget(text) else {
                throw Misread(remedy: "write a count and a window, such as 3 per 24h")
            }
            setup[keyPath: path] = value
        }
    }

    private static func choice<Choice: RawRepresentable<String>>(_ key: String, _ path: WritableKeyPath<Setup, Choice>)
        -> SetupField
    {
        SetupField(key: key, read: { $0[keyPath: path].rawValue }) { text, setup in
            guard let value = Choice(rawValue: text) else {
                throw Misread(remedy: "default: \(Setup()[keyPath: path].rawValue)")
            }
            setup[keyPath: path] = value
        }
    }

    private static var window: SetupField {
        SetupField(key: "window_at", read: { $0.windowAt.map(String.init) ?? "none" }) { text, setup in
            guard text == "none" || Int(text).map((0...49).contains) == true else {
                throw Misread(remedy: "write a minute of the hour, 0 to 49, or none")
            }
            setup.windowAt = Int(text)
        }
    }

    private static var flaps: SetupField {
        SetupField(key: "flaps", read: { $0.flaps?.description ?? "none" }) { text, setup in
            let budget = try? ArgumentSyntax.budget(text)
            guard budget != nil || text == "none" else {
                throw Misread(remedy: "write a count and a window, such as 3 per 6h, or none")
            }
            setup.flaps = budget ?? nil
        }
    }
}
