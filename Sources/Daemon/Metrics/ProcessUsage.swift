import Glibc

/// What the kernel says of this process: the ground of the conventional `process_*` metrics.
struct ProcessUsage {
    var cpuSeconds: Double
    var residentBytes: Int
    var virtualBytes: Int
    var openDescriptors: Int
    var maxDescriptors: Int
    /// Unix seconds.
    var startTime: Double

    /// Nil where `/proc` can't be read.
    static func current() -> ProcessUsage? {
        guard let stat = read("/proc/self/stat"), let fields = fields(of: stat), fields.count > 21,
            let ticks = Double(fields[19]), let virtual = Int(fields[20]), let pages = Int(fields[21]),
            let booted = bootTime()
        else { return nil }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return ProcessUsage(
            cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            residentBytes: pages * sysconf(Int32(_SC_PAGESIZE)),
            virtualBytes: virtual,
            openDescriptors: countDescriptors(),
            maxDescriptors: Int(clamping: limit.rlim_cur),
            startTime: booted + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
        )
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }

    /// Those after the command's name, which may itself hold blanks and parentheses.
    private static func fields(of stat: String) -> [Substring]? {
        stat.lastIndex(of: ")").map { stat[stat.index(after: $0)...].split(separator: " ") }
    }

    private static func bootTime() -> Double? {
        read("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
    }

    private static func countDescriptors() -> Int {
        guard let directory = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // ".", ".." and the directory's own.
        return max(0, count - 3)
    }

    private static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
