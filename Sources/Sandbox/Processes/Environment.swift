import FoundationEssentials

/// This process's environment.
enum Environment {
    static func all() -> [String: String] {
        ProcessInfo.processInfo.environment
    }

    static func value(_ name: String) -> String? {
        all()[name]
    }
}
