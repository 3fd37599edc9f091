import Exposition

/// The conventional ones of every process.
extension Families {
    static let processCPU = MetricFamily(
        "process_cpu_seconds_total",
        .counter,
        help: "User and system CPU time spent.",
        unit: "seconds"
    )
    static let processResident = MetricFamily(
        "process_resident_memory_bytes",
        .gauge,
        help: "Resident memory.",
        unit: "bytes"
    )
    static let processVirtual = MetricFamily(
        "process_virtual_memory_bytes",
        .gauge,
        help: "Virtual memory.",
        unit: "bytes"
    )
    static let processDescriptors = MetricFamily("process_open_fds", .gauge, help: "Open file descriptors.")
    static let processMaxDescriptors = MetricFamily(
        "process_max_fds",
        .gauge,
        help: "Most file descriptors there may be."
    )
    static let processStart = MetricFamily(
        "process_start_time_seconds",
        .gauge,
        help: "Unix time of the start.",
        unit: "seconds"
    )
}
