internal import Crypto
internal import Engine

/// What lets a webhook's receiver know that a body is ours and not an old one sent again: `t=<Unix seconds>,v1=<hex>`, where the
/// digits are the HMAC-SHA-256, under the shared secret, of the seconds, a dot and the body's bytes.
struct Signature {
    static let header = "X-Defib-Signature"

    let value: String

    init(of body: [UInt8], at time: Timestamp, with secret: String) {
        let seconds = String(time.milliseconds / 1_000)
        let signed = Array(seconds.utf8) + [UInt8(ascii: ".")] + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: Array(secret.utf8)))
        let digits = code.map { byte in byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16) }
        value = "t=\(seconds),v1=\(digits.joined())"
    }
}
