/// An address to connect to in place of the URL's name, so that libcurl resolves nothing. Made once for many runs.
///
/// `CURLOPT_CONNECT_TO` rather than `CURLOPT_RESOLVE`: what that one puts into the loop's cache stays there for every other
/// transfer, and a cache of 10,000 names is walked at each look-up. The name stays in the URL, and so in the request, in SNI
/// and in what is verified.
public final class FixedAddress: Sendable, Equatable {
    /// Nil where memory is out.
    let target: LineList?

    init(_ address: PeerAddress, of exchange: Exchange) {
        let host = address.isV4 ? address.text : "[\(address.text)]"
        if exchange.serverName != nil {
            target = LineList(["::\(host):\(exchange.endpoint.port)"])
        } else if exchange.request.maxRedirects > 0 {
            // To another host, libcurl finds the way by itself.
            target = LineList(["\(exchange.endpoint.host)::\(host):"])
        } else {
            target = LineList(["::\(host):"])
        }
    }

    public static func == (one: FixedAddress, other: FixedAddress) -> Bool { one === other }
}

extension PreparedTransfer {
    /// What a run has to be told the address of; nil where the URL has one, or a proxy finds it.
    public var name: String? {
        exchange.endpoint.literal == nil && exchange.request.proxy == nil ? exchange.endpoint.host : nil
    }

    /// Of which family the address has to be.
    public var family: TransferRequest.Family { exchange.request.family }

    /// Makes an address known to runs of this transfer.
    public func fix(_ address: PeerAddress) -> FixedAddress {
        FixedAddress(address, of: exchange)
    }
}
