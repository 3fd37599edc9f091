import Glibc
import Testing

extension Trait where Self == ConditionTrait {
    /// Guests live in network namespaces, which root makes.
    static var needsRoot: ConditionTrait {
        .enabled(if: geteuid() == 0, "NOTHING WAS TRIED END TO END: network namespaces need root")
    }

    static func needs(_ program: String, package: String) -> ConditionTrait {
        .enabled(if: Requirements.isInstalled(program), "needs \(program) (Debian's \(package))")
    }

    static var needsRealGuests: ConditionTrait {
        .enabled(
            if: Requirements.isInstalled("qemu-system-x86_64"),
            "NO REAL GUEST WAS BROUGHT BACK: there is no qemu-system-x86_64 (Debian's qemu-system-x86)"
        )
    }
}

enum Requirements {
    static func isInstalled(_ program: String) -> Bool {
        ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].contains { access("\($0)/\(program)", X_OK) == 0 }
    }
}
