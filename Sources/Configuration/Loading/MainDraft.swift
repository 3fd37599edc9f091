internal import Engine

/// `defib.yml` as read, with the places that checks across its parts point at.
struct MainDraft {
    var provider: ProviderSettings?
    var mode = Mode.observe
    var modePlace = Place.start
    var listen = Defaults.listen
    var dataDirectory = Defaults.dataDirectory
    var rulePatterns: [(text: String, place: Place)] = []
    var references: [ProbeDefinition] = []
    /// Some were written, though perhaps not readable.
    var hasReferences = false
    var limits = FleetLimits()
    var limitsPlace = Place.start
    var fleetPlace = Place.start
    var groups: [GroupDraft] = []
    var bootGrace = BootGrace()
    var windows: [WindowDraft] = []
    var discovery: DiscoveryDraft?
    var targets: [TargetDraft] = []
    var receivers: [ReceiverDraft] = []
    var routes: [RouteDraft] = []
    var heartbeat: HeartbeatSettings?
    var journal = JournalSettings()

    /// Without routes, everything goes to every receiver.
    var effectiveRoutes: [Route] {
        guard routes.isEmpty, !receivers.isEmpty else { return routes.map(\.route) }
        return [Route(receivers: receivers.map(\.settings.name))]
    }
}

struct DiscoveryDraft {
    var settings: DiscoverySettings
    var place: Place
    var armPlace: Place
    /// Names of the probes written, those with errors among them.
    var probeNames: [String]
    var findings: Findings

    /// A discovered target of which nothing is known but its probes: what a rule for all targets is for as well.
    var sample: TargetDraft? {
        guard let id = VPSID("discovered") else { return nil }
        let probes = settings.probes.map(\.definition)
        let target = Target(id: id, name: "(any discovered)", probes: probes, origin: .discovered)
        return TargetDraft(
            target: target,
            place: place,
            idPlace: place,
            namePlace: place,
            modePlace: place,
            findings: findings,
            probeNames: probeNames
        )
    }
}

struct TargetDraft {
    var target: Target
    var place: Place
    var idPlace: Place
    var namePlace: Place
    var modePlace: Place
    var findings: Findings
    /// Names of the probes written, those with errors among them.
    var probeNames: [String]
}

struct GroupDraft {
    var limits: GroupLimits
    var place: Place
    var labelPlace: Place
    var stormPlace: Place
    var budgetPlace: Place
}

struct WindowDraft {
    var window: MaintenanceWindow
    var place: Place
    var namePlace: Place
    var matchPlace: Place
}

struct ReceiverDraft {
    var settings: ReceiverSettings
    var policy: ReceiverPolicy
    var place: Place
    var fallbackPlace: Place
}

struct RouteDraft {
    var route: Route
    var place: Place
    var matchPlace: Place
    var rulesPlace: Place
}

struct RuleDraft {
    var name: String
    var place: Place
    var namePlace: Place
    var modePlace: Place
    var matchPlace: Place
    var ladderPlace: Place
    var findings: Findings
    /// Each mention of a probe in `when` and `recovery`.
    var mentions: [PlacedMention]
    /// Each mention of a label in them.
    var labels: [PlacedLabel]
    /// Nil where a part has errors.
    var rule: Rule?
    var match: Rule.Match?
    var whenPlace: Place
    /// Of those of its limits that are written, by key.
    var limits: [String: Place]
    /// Of the ladder's rungs: their own `when` where they have one.
    var rungPlaces: [Place]
}

struct PlacedLabel {
    var label: Label
    var place: Place
}

struct PlacedMention {
    var probe: String
    var member: String
    var place: Place
}
