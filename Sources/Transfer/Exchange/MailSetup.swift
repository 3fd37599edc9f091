import CLibcurl

/// The options of a message handed to a mail server. libcurl doubles the dots that begin a line, and ends the message.
struct MailSetup {
    let easy: EasyHandle
    let request: TransferRequest

    func apply(readingFrom exchange: Exchange) {
        guard let envelope = request.envelope else { return }
        easy.set(CURLOPT_MAIL_FROM, "<\(envelope.sender)>")
        easy.set(CURLOPT_MAIL_RCPT, list: envelope.recipients.map { "<\($0)>" })
        easy.set(CURLOPT_USE_SSL, envelope.requiresTLS ? Int(CURLUSESSL_ALL.rawValue) : Int(CURLUSESSL_NONE.rawValue))
        if let login = envelope.login {
            easy.set(CURLOPT_USERNAME, login.user)
            easy.set(CURLOPT_PASSWORD, login.password)
        }
        // Also bounds the wait for the server's goodbye, which the transfer's deadline does not, and which holds up the loop.
        easy.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, request.deadline / 1000))
        easy.set(CURLOPT_UPLOAD, 1)
        easy.set(CURLOPT_READDATA, pointer: UnsafeRawPointer(Unmanaged.passUnretained(exchange).toOpaque()))
        easy.note(defib_curl_setopt_read(easy.raw, MailSetup.readMessage), CURLOPT_READFUNCTION)
    }

    private static let readMessage: curl_read_callback = { space, size, count, context in
        guard let exchange = Callbacks.exchange(context), let space, let body = exchange.request.body else { return 0 }
        let chunk = body[exchange.run.sentBytes...].prefix(size * count)
        UnsafeMutableRawBufferPointer(start: space, count: chunk.count).copyBytes(from: chunk)
        exchange.run.sentBytes += chunk.count
        return chunk.count
    }
}
