import CLibcurl
import Glibc

/// The peer's chain as libcurl lists it: for each certificate, lines `Name:value`.
enum CertificateChain {
    /// A chain longer than this serves nobody.
    private static let longest = 16

    static func read(_ easy: EasyHandle) -> [PeerCertificate] {
        var info: UnsafeMutablePointer<curl_certinfo>?
        guard defib_curl_getinfo_certinfo(easy.raw, &info) == CURLE_OK, let info else { return [] }
        let count = min(Int(info.pointee.num_of_certs), longest)
        return (0..<max(0, count)).compactMap { info.pointee.certinfo[$0].flatMap(certificate) }
    }

    private static func certificate(_ list: UnsafeMutablePointer<curl_slist>) -> PeerCertificate? {
        var subject = ""
        var issuer = ""
        var notBefore: Int64?
        var notAfter: Int64?
        var next: UnsafeMutablePointer<curl_slist>? = list
        while let line = next {
            // Most lines are another's, the whole certificate among them: they are not made strings of.
            if let value = line.value(after: "Subject:") { subject = value }
            if let value = line.value(after: "Issuer:") { issuer = value }
            if let value = line.value(after: "Start date:") { notBefore = CertificateDate.seconds(value) }
            if let value = line.value(after: "Expire date:") { notAfter = CertificateDate.seconds(value) }
            next = line.pointee.next
        }
        guard let notBefore, let notAfter else { return nil }
        return PeerCertificate(subject: subject, issuer: issuer, notBefore: notBefore, notAfter: notAfter)
    }
}

extension UnsafeMutablePointer<curl_slist> {
    fileprivate func value(after prefix: StaticString) -> String? {
        guard let data = pointee.data else { return nil }
        let count = prefix.utf8CodeUnitCount
        guard strncmp(data, UnsafeRawPointer(prefix.utf8Start).assumingMemoryBound(to: CChar.self), count) == 0 else {
            return nil
        }
        return String(cString: data + count)
    }
}
