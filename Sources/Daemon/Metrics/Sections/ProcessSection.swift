import Exposition

struct ProcessSection {
    /// Nil where `/proc` can't be read.
    let process: ProcessUsage?

    func write(to writer: inout MetricsWriter) {
        guard let process else { return }
        writer.family(Families.processCPU)
        writer.sample(process.cpuSeconds)
        writer.family(Families.processResident)
        writer.sample(process.residentBytes)
        writer.family(Families.processVirtual)
        writer.sample(process.virtualBytes)
        writer.family(Families.processDescriptors)
        writer.sample(process.openDescriptors)
        writer.family(Families.processMaxDescriptors)
        writer.sample(process.maxDescriptors)
        writer.family(Families.processStart)
        writer.sample(process.startTime)
    }
}
