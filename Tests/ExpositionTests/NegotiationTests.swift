import Exposition
import Testing

struct NegotiationTests {
    @Test(arguments: [
        // Prometheus 2.42, with OpenMetrics preferred
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        // Prometheus 3
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
        "application/openmetrics-text",
        "Application/OpenMetrics-Text; Version=\"1.0.0\" ; charset=utf-8",
        "text/plain;q=0.5, application/openmetrics-text;q=0.5",
    ])
    func openMetricsIsServedToWhoPrefersIt(accept: String) {
        #expect(ExpositionFormat.negotiated(accept: accept) == .openMetrics)
    }

    @Test(
        arguments: [
            nil, "", "*/*", "text/plain", "text/html,application/xhtml+xml,*/*;q=0.8", "application/json",
            "application/openmetrics-text;version=0.0.1", "application/openmetrics-text;q=0",
            "application/openmetrics-text;q=0.2,text/plain;version=0.0.4", "application/openmetrics-text;q=oops",
            ";;,,;q=,=", "application/openmetrics-text;q=0.1,*/*",
        ] as [String?]
    )
    func everyoneElseGetsText(accept: String?) {
        #expect(ExpositionFormat.negotiated(accept: accept) == .text)
    }

    @Test func contentTypesNameTheVersion() {
        #expect(ExpositionFormat.text.contentType == "text/plain; version=0.0.4; charset=utf-8")
        #expect(
            ExpositionFormat.openMetrics.contentType == "application/openmetrics-text; version=1.0.0; charset=utf-8"
        )
    }
}
