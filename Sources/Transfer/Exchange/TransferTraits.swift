/// A request but for where it goes and how long it may take: what many probes share.
struct TransferTraits: Hashable {
    let kind: Endpoint.Kind
    let usesTLS: Bool
    /// Without URL, deadlines and server name.
    let request: TransferRequest

    init(_ request: TransferRequest, at endpoint: Endpoint) {
        kind = endpoint.kind
        usesTLS = endpoint.usesTLS
        var request = request
        request.url = ""
        request.deadline = 0
        request.connectDeadline = nil
        request.tls.serverName = nil
        self.request = request
    }

    static func == (left: TransferTraits, right: TransferTraits) -> Bool {
        let (ours, theirs) = (left.request, right.request)
        return left.kind == right.kind && left.usesTLS == right.usesTLS
            && ours.method == theirs.method && ours.headers.elementsEqual(theirs.headers, by: ==)
            && ours.body == theirs.body && ours.maxBodyBytes == theirs.maxBodyBytes
            && ours.wantsBody == theirs.wantsBody && ours.wantsHeaders == theirs.wantsHeaders
            && ours.connection == theirs.connection && ours.family == theirs.family
            && ours.maxRedirects == theirs.maxRedirects && ours.tls == theirs.tls && ours.proxy == theirs.proxy
            && ours.greetingBytes == theirs.greetingBytes && ours.envelope == theirs.envelope
    }

    /// Of what most often differs.
    func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(usesTLS)
        hasher.combine(request.method)
        for header in request.headers {
            hasher.combine(header.name)
            hasher.combine(header.value)
        }
        hasher.combine(request.body)
        hasher.combine(request.tls)
        hasher.combine(request.greetingBytes)
    }
}
