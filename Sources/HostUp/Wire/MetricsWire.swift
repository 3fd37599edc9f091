extension MetricsReading {
    /// Nil where the body has no list of samples; a sample without a time is left out.
    init?(_ body: JSON) {
        guard let samples = body["samples"]?.elements else { return nil }
        self.init(samples: samples.prefix(MetricsReading.maxSamples).compactMap(Sample.init))
    }

    private static let maxSamples = 20_000
}

extension MetricsReading.Sample {
    init?(_ json: JSON) {
        guard let recordedAt = json["recordedAt"]?.text else { return nil }
        self.init(recordedAt: recordedAt.printable(limit: 40))
        cpuUsagePercent = json["cpuUsagePercent"]?.double
        memoryUsagePercent = json["memoryUsagePercent"]?.double
        diskReadMBPerSecond = json["diskReadMbPerSecond"]?.double
        diskWriteMBPerSecond = json["diskWriteMbPerSecond"]?.double
        networkInboundKBPerSecond = json["networkInboundKbPerSecond"]?.double
        networkOutboundKBPerSecond = json["networkOutboundKbPerSecond"]?.double
    }
}
