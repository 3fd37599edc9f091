public import Engine

/// A probe as each discovered VPS gets it: `{address}` and `{name}` stand for its own.
///
/// The template is read once, as a probe of hosts that can't exist (RFC 2606); these are then put in the VPS's place, so
/// that a thousand VPSs cost no thousand readings.
public struct ProbeTemplate: Hashable, Sendable {
    public var definition: ProbeDefinition

    static let address = Placeholder(text: "{address}", stand: "address.discovered.invalid")
    static let name = Placeholder(text: "{name}", stand: "name.discovered.invalid")

    struct Placeholder {
        /// As people write it.
        var text: String
        /// What is read in its place.
        var stand: String
    }

    /// Why a VPS can't have the probe.
    struct Lack: Error, Hashable {
        var words: String
    }

    /// The probe of one VPS.
    func filled(address: String?, name: String) throws(Lack) -> ProbeDefinition {
        let filling = Filling(address: address, name: name)
        var check = definition.check
        switch check {
        case .http(var http):
            http.url = try filling.url(http.url)
            http.host = try filling.host(http.host)
            http.tls.serverName = try filling.host(http.tls.serverName)
            check = .http(http)
        case .tcp(var tcp):
            tcp.host = try filling.host(tcp.host)
            check = .tcp(tcp)
        case .tls(var tls):
            tls.host = try filling.host(tls.host)
            tls.tls.serverName = try filling.host(tls.tls.serverName)
            check = .tls(tls)
        case .icmp(var icmp):
            icmp.host = try filling.host(icmp.host)
            check = .icmp(icmp)
        case .agent: break
        }
        guard check != definition.check else { return definition }
        return ProbeDefinition(
            name: definition.name,
            interval: definition.interval,
            timeout: definition.timeout,
            check: check,
            reuse: definition.reuse
        )
    }
}

/// One VPS's own, put where a template leaves room for it.
private struct Filling {
    let address: String?
    let name: String

    func host(_ text: String?) throws(ProbeTemplate.Lack) -> String? {
        guard let text else { return nil }
        return try host(text)
    }

    func host(_ text: String) throws(ProbeTemplate.Lack) -> String { try fill(text, isURL: false) }
    func url(_ text: String) throws(ProbeTemplate.Lack) -> String { try fill(text, isURL: true) }

    private func fill(_ text: String, isURL: Bool) throws(ProbeTemplate.Lack) -> String {
        guard text.contains(".discovered.invalid") else { return text }
        var text = text
        if text.contains(ProbeTemplate.address.stand) {
            guard let address else { throw ProbeTemplate.Lack(words: "it has no address yet") }
            let written = isURL && address.contains(":") ? "[\(address)]" : address
            text = text.replacing(ProbeTemplate.address.stand, with: written)
        }
        if text.contains(ProbeTemplate.name.stand) {
            guard (try? HostSyntax.parse(name)) != nil else {
                throw ProbeTemplate.Lack(words: "its name, '\(name.excerpt)', can't stand for a host")
            }
            text = text.replacing(ProbeTemplate.name.stand, with: name)
        }
        return text
    }
}
