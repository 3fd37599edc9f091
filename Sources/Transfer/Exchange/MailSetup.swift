import CLibcurl

/// The options of a message handed to a mail server. libcurl doubles the dots that begin a line, and ends the message.
struct MailSetup {
    let easy: EasyHandle
    let shape: TransferShape

    func apply() {
        guard let envelope = shape.request.envelope else { return }
        easy.set(CURLOPT_MAIL_FROM, "<\(envelope.sender)>")
        easy.set(CURLOPT_MAIL_RCPT, list: shape.lines)
        easy.set(CURLOPT_USE_SSL, envelope.requiresTLS ? Int(CURLUSESSL_ALL.rawValue) : Int(CURLUSESSL_NONE.rawValue))
        if let login = envelope.login {
            easy.set(CURLOPT_USERNAME, login.user)
            easy.set(CURLOPT_PASSWORD, login.password)
        }
        easy.set(CURLOPT_UPLOAD, 1)
    }
}
