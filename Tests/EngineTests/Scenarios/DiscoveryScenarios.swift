import Testing

@testable import Engine

/// VPSs of the account that nobody wrote down.
@Suite struct DiscoveryScenarios {
    private static func found(_ number: Int, mode: Mode = .observe, host: String? = nil) -> Discovered {
        var target = Samples.web(number, mode: mode)
        target.origin = .discovered
        if let host { target.probes[1].check = .icmp(ICMPCheck(host: host)) }
        return Discovered(target: target, meta: [Label("__meta_hostup_name", target.name)])
    }

    /// A fleet of five in the configuration, and discovery beside it.
    private static func policy(_ known: [Discovered] = [], fleet: Int = 5) -> Policy {
        var policy = Samples.policy(fleet: fleet)
        policy.discovery = DiscoveryPolicy(found: known)
        return policy
    }

    private func names(_ world: World) -> [String] { world.policy.targets.map(\.name) }

    private func notices(_ world: World, _ words: String) -> [Notification] {
        world.deliveries.filter { $0.kind == .notice && $0.summary.contains(words) }
    }

    /// Lists the same again every five minutes.
    private func list(_ world: inout World, _ found: [Discovered], times: Int) {
        for _ in 0..<times {
            world.list(found)
            world.run(.minutes(5))
        }
    }

    // MARK: Arrivals

    @Test func aVPSThatIsListedIsWatchedFromThenOnAndPeopleAreToldOnce() {
        var world = World(Self.policy())
        world.list([Self.found(8)])
        world.run(.minutes(5))
        #expect(names(world).last == "web-8")
        #expect(world.records.contains { if case .proof(let proof) = $0 { proof.vps == Samples.id(8) } else { false } })
        list(&world, [Self.found(8)], times: 3)
        #expect(notices(world, "found a VPS: web-8").map(\.status) == [.firing, .resolved])
        #expect(notices(world, "Defib: found").first?.severity == "info")
    }

    @Test func manyArrivalsInOneListingAreOneNotice() {
        var world = World(Self.policy())
        list(&world, (10..<60).map { Self.found($0) }, times: 2)
        let told = notices(world, "Defib: found").filter { $0.status == .firing }
        #expect(told.count == 1)
        #expect(told.first?.summary.contains("found 50 VPSs: web-10") == true)
        #expect(told.first?.summary.contains("and 30 more") == true)
    }

    @Test func anArrivalIsOnlyObservedAndTheArmedGateSaysWhy() {
        var world = World(Self.policy())
        world.list([Self.found(8)])
        world.run(.minutes(3))
        world.guests[5] = .dead
        world.run(.minutes(10))
        #expect(world.actions == [])
        #expect(world.refusals.contains(.armed))
        let gates = world.decisions.compactMap(\.evidence).flatMap(\.gates)
        #expect(gates.contains { $0.gate == .armed && $0.detail.contains("discovered and is only observed until") })
        #expect(world.incidents.map(\.vps) == [Samples.id(8)])
    }

    @Test func oneThatTheConfigurationArmsIsActedUpon() {
        var world = World(Self.policy())
        world.list([Self.found(8, mode: .armed)])
        world.run(.minutes(3))
        world.guests[5] = .dead
        world.run(.minutes(3))
        #expect(world.actions == [.restart])
        #expect(world.sent.map(\.vps) == [Samples.id(8)])
    }

    @Test func oneThatWasNeverUpIsNeverActedUponThoughArmed() {
        var world = World(Self.policy())
        world.list([Self.found(8, mode: .armed)])
        world.guests[5] = .dead
        world.run(.minutes(20))
        #expect(world.incidents.isEmpty)
        #expect(world.actions == [])
    }

    @Test func armingItByAReloadActsOnTheNextIncident() {
        var world = World(Self.policy())
        world.list([Self.found(8)])
        world.run(.minutes(3))
        world.reload(Self.policy([Self.found(8, mode: .armed)]))
        world.run(.minutes(1))
        world.guests[5] = .dead
        world.run(.minutes(3))
        #expect(world.actions == [.restart])
    }

    @Test func aVPSThatTheConfigurationNamesStaysItsTargetAndOnlyGainsLabels() {
        var world = World(Self.policy())
        var found = Self.found(1)
        found.target.name = "another name"
        found.target.labels = [Label("role", "db"), Label("region", "sto")]
        world.list([found])
        world.run(.minutes(1))
        #expect(names(world) == ["web-1", "web-2", "web-3", "web-4", "web-5"])
        #expect(world.policy.targets[0].labels == [Label("role", "web"), Label("region", "sto")])
        #expect(world.policy.targets[0].mode == .armed)
        #expect(notices(world, "Defib: found").isEmpty)
    }

    @Test func withoutDiscoveryInTheConfigurationAListingChangesNothing() {
        var world = World(Samples.policy())
        world.list([Self.found(8)])
        world.run(.minutes(1))
        #expect(names(world).count == 5)
    }

    // MARK: Departures

    @Test func oneThatIsMissingFromOneListingIsKept() {
        var world = World(Self.policy())
        let all = (10..<14).map { Self.found($0) }
        list(&world, all, times: 2)
        list(&world, Array(all.dropFirst()), times: 1)
        list(&world, all, times: 6)
        #expect(names(world).contains("web-10"))
        #expect(notices(world, "Defib: retired").isEmpty)
    }

    @Test func oneThatStaysAwayForThreeListingsAndAQuarterOfAnHourIsRetiredAndTold() {
        var world = World(Self.policy())
        let all = (10..<14).map { Self.found($0) }
        list(&world, all, times: 1)
        let rest = Array(all.dropFirst())
        list(&world, rest, times: 3)
        #expect(names(world).contains("web-10"))
        list(&world, rest, times: 1)
        #expect(!names(world).contains("web-10"))
        #expect(notices(world, "retired a VPS: web-10").map(\.status) == [.firing])
        list(&world, rest, times: 2)
        #expect(notices(world, "Defib: retired").map(\.status) == [.firing, .resolved])
    }

    @Test func manyListingsInAShortTimeRetireNobody() {
        var world = World(Self.policy())
        let all = (10..<14).map { Self.found($0) }
        list(&world, all, times: 1)
        for _ in 0..<10 {
            world.list(Array(all.dropFirst()))
            world.run(.minutes(1))
        }
        #expect(names(world).contains("web-10"))
    }

    @Test func theIncidentOfARetiredVPSIsClosedAndItsEndIsTold() {
        var world = World(Self.policy())
        let all = (10..<14).map { Self.found($0) }
        list(&world, all, times: 1)
        world.guests[5] = .dead
        list(&world, Array(all.dropFirst()), times: 5)
        #expect(world.incidents.map(\.state) == [.closed])
        #expect(world.incidents.first?.conclusion == "the VPS is gone from the account's listing")
        #expect(world.deliveries.contains { $0.vps == Samples.id(10) && $0.status == .resolved })
    }

    @Test func whatComesBackAfterItsRetirementArrivesAnew() {
        var world = World(Self.policy())
        let all = (10..<14).map { Self.found($0) }
        list(&world, all, times: 1)
        list(&world, Array(all.dropFirst()), times: 5)
        world.list(all)
        world.run(.minutes(1))
        #expect(names(world).last == "web-10")
        #expect(notices(world, "found a VPS: web-10").map(\.status) == [.firing])
    }

    // MARK: Listings that can't be believed

    @Test(arguments: [0, 1, 3, 5])
    func aListingThatSuddenlyLacksHalfRetiresNobodyAndIsTold(left: Int) {
        var world = World(Self.policy())
        let all = (10..<20).map { Self.found($0) }
        list(&world, all, times: 1)
        list(&world, Array(all.prefix(left)), times: 12)
        #expect(names(world).count == 15)
        let told = notices(world, "the account's listing lacks \(10 - left) of 10 known VPSs at once")
        #expect(told.map(\.severity) == ["warning"])
        list(&world, all, times: 1)
        #expect(notices(world, "discovery is in order again").count == 1)
    }

    @Test func aListingThatStaysHalfAsLongForADayIsBelieved() {
        var world = World(Self.policy())
        let all = (10..<20).map { Self.found($0) }
        list(&world, all, times: 1)
        for hour in 0..<28 {
            world.list(Array(all.prefix(3)))
            #expect(names(world).count == (hour < 26 ? 15 : 8))
            // Nothing but listings: a day of probes tells nothing more.
            world.now = world.now + .hours(1)
        }
    }

    @Test func aTruncatedListingRetiresNobodyButBringsArrivals() {
        var world = World(Self.policy())
        let all = (10..<14).map { Self.found($0) }
        list(&world, all, times: 1)
        for _ in 0..<8 {
            world.list(Array(all.dropFirst()) + [Self.found(14)], incompleteness: "stopped after 100 pages")
            world.run(.minutes(5))
        }
        #expect(names(world).contains("web-10"))
        #expect(names(world).last == "web-14")
    }

    @Test func aFailedListingRetiresNobody() {
        var world = World(Self.policy())
        list(&world, [Self.found(8)], times: 1)
        for _ in 0..<12 {
            let failure = ProviderFailure(kind: .server, status: 503, message: "503")
            world.step(.platformListingFailed(failure, startedAt: world.now))
            world.run(.minutes(5))
        }
        #expect(names(world).last == "web-8")
    }

    // MARK: Changes

    @Test func aChangedAddressLetsTheProofOfItsProbesLapse() {
        var world = World(Self.policy())
        list(&world, [Self.found(8, mode: .armed)], times: 1)
        world.list([Self.found(8, mode: .armed, host: "203.0.113.88")])
        world.guests[5] = .dead
        world.run(.minutes(10))
        #expect(world.actions == [])
        #expect(world.said("its address was 203.0.113.8 and is 203.0.113.8, 203.0.113.88"))
        #expect(notices(world, "Defib: found").count { $0.status == .firing } == 1)
    }

    @Test func oneThatAChangedConfigurationNoLongerSelectsIsDroppedAtOnce() {
        var world = World(Self.policy())
        list(&world, [Self.found(8), Self.found(9)], times: 1)
        world.reload(Self.policy([Self.found(9)]))
        world.run(.minutes(1))
        #expect(names(world).suffix(2) == ["web-5", "web-9"])
        #expect(world.said("no longer selected by the configuration: web-8"))
    }

    @Test func anArrivalLeavesTheIncidentsOfOthersAsTheyAre() {
        var world = World(Self.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.seconds(100))
        #expect(world.actions == [.restart])
        world.list([Self.found(8)])
        world.run(.minutes(4))
        #expect(world.actions == [.restart, .reset])
        #expect(world.incidents.count == 1)
    }

    // MARK: Restarts of the daemon

    @Test func aRestartKnowsTheDiscoveredAgainBeforeAnyListing() {
        let eight = Self.found(8, mode: .armed)
        var world = World(Self.policy())
        list(&world, [eight], times: 1)
        world.guests[5] = .dead
        world.run(.seconds(100))
        #expect(world.actions == [.restart])
        world.crash(into: Self.policy([eight]))
        world.run(.minutes(4))
        #expect(names(world).last == "web-8")
        #expect(world.actions == [.restart, .reset])
        list(&world, [eight], times: 1)
        #expect(notices(world, "Defib: found").count { $0.status == .firing } == 1)
    }

    @Test func aRetiredOneStaysRetiredOverARestart() {
        var world = World(Self.policy())
        let all = (10..<14).map { Self.found($0) }
        list(&world, all, times: 1)
        list(&world, Array(all.dropFirst()), times: 5)
        world.crash(into: Self.policy(all))
        #expect(names(world).suffix(3) == ["web-11", "web-12", "web-13"])
    }

    @Test func anUnchangedListingLeavesNoTrace() {
        var world = World(Self.policy())
        let all = (10..<14).map { Self.found($0) }
        list(&world, all, times: 2)
        #expect(world.engine.step(.fleetListed(FleetListing(found: all, startedAt: world.now)), now: world.now) == [])
    }
}
