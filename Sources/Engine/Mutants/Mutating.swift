#if Mutants
    /// Where the faults take hold: at few seams, so that the engine reads as if there were none.
    extension Facts {
        mutating func mutate() {
            switch Mutant.active {
            case .budgetOffByOne:
                budgets.spentOnTarget -= 1
                budgets.spentByFleet -= 1
            case .signWindowZero: signWindow = .zero - .milliseconds(1)
            case .stormOffByOne: fleet.unresponsive -= 1
            case .witnessesAssumed:
                fleet.referencesAnswered = true
                fleet.anotherAnswered = true
            case .cooldownHalved: budgets.cooldown = .milliseconds(budgets.cooldown.milliseconds / 2)
            case .repairsForgotten: budgets.underRepair = 0
            case .groupsForgotten:
                budgets.groups = []
                fleet.groups = []
            case .pauseFileIgnored: mode.pauseFile = false
            case .silencesIgnored: calm.silences = []
            default: break
            }
        }
    }

    extension Event {
        func mutated(_ policy: Policy) -> Event {
            switch (Mutant.active, self) {
            case (.unknownIsDown, .observationArrived(var observation)):
                if case .unknown(let reason) = observation.result { observation.result = .down(reason) }
                return .observationArrived(observation)
            case (.lostAnswerIsRejection, .powerAnswered(let action, .unknown(let failure))):
                return .powerAnswered(action: action, .rejected(failure))
            case (.rejectionIsAcceptance, .powerAnswered(let action, .rejected)):
                return .powerAnswered(action: action, .accepted(nil, requestID: nil))
            case (.failedListingIsRunning, .platformListingFailed(_, let startedAt)):
                return .platformListed(policy.targets.map(PlatformReading.running), startedAt: startedAt)
            default: return self
            }
        }
    }

    extension PlatformReading {
        fileprivate static func running(_ target: Target) -> PlatformReading {
            PlatformReading(
                id: target.id,
                name: target.name,
                powerState: .running,
                serviceStatus: .active,
                primaryIP: nil
            )
        }
    }

    extension [Effect] {
        func mutated(_ policy: Policy) -> [Effect] {
            flatMap { effect -> [Effect] in
                switch (Mutant.active, effect) {
                case (.intentDropped, .record(.action(let action))) where action.state == .intended: [Effect]()
                case (.sentTwice, .sendPower): [effect, effect]
                case (.sentToAnother, .sendPower(let sealed)): [.sendPower(sealed.diverted(policy))]
                case (.resetForRestart, .sendPower(let sealed)): [.sendPower(sealed.hardened)]
                case (.deliveriesLost, .deliver(let notification, _)) where notification.id % 3 == 0: []
                case (.endUntold, .record(.notification(let row))) where row.notification.status == .resolved: []
                case (.handOverUntold, .record(.notification(let row)))
                where row.notification.kind == .handedOver || row.notification.kind == .page: []
                default: [effect]
                }
            }
        }
    }

    extension SealedAction {
        fileprivate func diverted(_ policy: Policy) -> SealedAction {
            var diverted = self
            diverted.vps = policy.targets.first { $0.id != vps }?.id ?? vps
            diverted.bundle.vps = diverted.vps
            return diverted
        }

        fileprivate var hardened: SealedAction {
            var hardened = self
            hardened.power = power == .restart ? .reset : power
            hardened.bundle.power = hardened.power
            return hardened
        }
    }

    extension Recovered {
        var mutated: Recovered {
            var mutated = self
            switch Mutant.active {
            case .actionsForgotten: mutated.actions = []
            case .pauseForgotten: mutated.pause = nil
            case .incidentsForgotten: mutated.incidents = []
            case .notificationsForgotten: mutated.notifications = []
            case .silencesForgotten: mutated.silences = []
            case .bootsForgotten: mutated.boots = []
            default: break
            }
            return mutated
        }
    }
#endif
