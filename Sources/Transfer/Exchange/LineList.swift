import CLibcurl

/// A list of lines as libcurl takes them, which it reads and never frees (curl_slist(3)).
///
/// Sendable unchecked: it never changes.
final class LineList: @unchecked Sendable {
    let head: UnsafeMutablePointer<curl_slist>
    private let last: UnsafeMutablePointer<curl_slist>
    /// Whose lines follow ours.
    private let rest: LineList?

    /// Nil for none, or where memory is out.
    init?(_ lines: [String], then rest: LineList? = nil) {
        var head: UnsafeMutablePointer<curl_slist>?
        for line in lines { head = curl_slist_append(head, line) ?? head }
        guard let head else { return nil }
        self.head = head
        self.rest = rest
        var last = head
        while let next = last.pointee.next { last = next }
        self.last = last
        last.pointee.next = rest?.head
    }

    deinit {
        last.pointee.next = nil
        curl_slist_free_all(head)
    }
}
