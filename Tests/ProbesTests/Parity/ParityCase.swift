import Engine

/// One target, as each of the two is asked to probe it.
struct ParityCase {
    let name: String
    let check: Check
    /// Of blackbox_exporter's configuration: a prober and its settings.
    let module: String
    let target: String
    /// Families whose values the server itself makes different.
    var ignored: Set<String> = []

    static func http(
        _ name: String,
        port: Int,
        settings: String = "follow_redirects: false",
        _ change: (inout HTTPCheck) -> Void = { _ in }
    ) -> ParityCase {
        var check = HTTPCheck(url: "http://127.0.0.1:\(port)/", host: "127.0.0.1")
        change(&check)
        let module = "{prober: http, timeout: 1s, http: {preferred_ip_protocol: ip4, \(settings)}}"
        return ParityCase(name: name, check: .http(check), module: module, target: check.url)
    }

    static func https(_ name: String, port: Int, authority: String?) -> ParityCase {
        // openssl's page lists the ciphers of whoever asks.
        var one = request(name, port: port, authority: authority)
        one.ignored = ["probe_http_uncompressed_body_length"]
        return one
    }

    private static func request(_ name: String, port: Int, authority: String?) -> ParityCase {
        let settings = authority.map { "tls_config: {ca_file: \($0)}" } ?? "follow_redirects: false"
        return http(name, port: port, settings: settings) { check in
            check.url = "https://127.0.0.1:\(port)/"
            check.tls.caFile = authority
        }
    }

    static func tcp(_ name: String, port: Int, host: String = "127.0.0.1", banner: String? = nil) -> ParityCase {
        let settings = banner.map { ", query_response: [{expect: \"^\($0)\"}]" } ?? ""
        return ParityCase(
            name: name,
            check: .tcp(TCPCheck(host: host, port: port, banner: banner)),
            module: "{prober: tcp, timeout: 1s, tcp: {preferred_ip_protocol: ip4\(settings)}}",
            target: host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        )
    }

    static func tls(_ name: String, port: Int, authority: String?) -> ParityCase {
        let settings = authority.map { ", tls_config: {ca_file: \($0)}" } ?? ""
        return ParityCase(
            name: name,
            check: .tls(TLSCheck(host: "127.0.0.1", port: port, tls: TLSExpectation(caFile: authority))),
            module: "{prober: tcp, timeout: 1s, tcp: {preferred_ip_protocol: ip4, tls: true\(settings)}}",
            target: "127.0.0.1:\(port)"
        )
    }

    static func icmp(_ name: String, host: String) -> ParityCase {
        ParityCase(
            name: name,
            check: .icmp(ICMPCheck(host: host, count: 1)),
            module: "{prober: icmp, timeout: 1s, icmp: {preferred_ip_protocol: ip4}}",
            target: host
        )
    }
}
