/// How far back the provider's own measurements go.
public enum Timeframe: String, Hashable, Sendable, CaseIterable {
    case hour, day, week, month, year
}

/// The provider's measurements of one VPS, taken from outside the guest: for people, never for a decision.
public struct MetricsReading: Hashable, Sendable {
    public var samples: [Sample]

    public init(samples: [Sample]) {
        self.samples = samples
    }

    /// Each figure is nil where the provider gave none.
    public struct Sample: Hashable, Sendable {
        /// RFC 3339, as the provider wrote it.
        public var recordedAt: String
        public var cpuUsagePercent: Double?
        public var memoryUsagePercent: Double?
        public var diskReadMBPerSecond: Double?
        public var diskWriteMBPerSecond: Double?
        public var networkInboundKBPerSecond: Double?
        public var networkOutboundKBPerSecond: Double?

        public init(recordedAt: String) {
            self.recordedAt = recordedAt
        }
    }
}
