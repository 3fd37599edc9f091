import CLibcurl

/// libcurl's handle of one transfer at a time, and where it writes what went wrong. Lists and bodies that it is given must outlive
/// their use: it keeps no copy.
final class EasyHandle {
    let raw: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    /// The first option that libcurl refused.
    private(set) var refused: (option: CURLoption, code: CURLcode)?

    init?() {
        guard let raw = curl_easy_init() else { return nil }
        self.raw = raw
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        set(CURLOPT_ERRORBUFFER, pointer: errorText)
    }

    deinit {
        curl_easy_cleanup(raw)
        errorText.deallocate()
    }

    // MARK: Options

    func set(_ option: CURLoption, _ value: Int) {
        note(defib_curl_setopt_long(raw, option, value), option)
    }

    /// libcurl keeps a copy. Nil sets libcurl's "nothing", which is not always its default.
    func set(_ option: CURLoption, _ value: String?) {
        note(defib_curl_setopt_string(raw, option, value), option)
    }

    func set(_ option: CURLoption, pointer: UnsafeRawPointer?) {
        note(defib_curl_setopt_pointer(raw, option, pointer), option)
    }

    func set(_ option: CURLoption, list: LineList?) {
        note(defib_curl_setopt_slist(raw, option, list?.head), option)
    }

    func setBody(_ body: UnsafeBufferPointer<UInt8>) {
        note(
            defib_curl_setopt_off_t(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)),
            CURLOPT_POSTFIELDSIZE_LARGE
        )
        note(defib_curl_setopt_pointer(raw, CURLOPT_POSTFIELDS, body.baseAddress), CURLOPT_POSTFIELDS)
    }

    func note(_ code: CURLcode, _ option: CURLoption) {
        if code != CURLE_OK, refused == nil { refused = (option, code) }
    }

    // MARK: Results

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        _ = defib_curl_getinfo_long(raw, info, &value)
        return value
    }

    func offset(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        _ = defib_curl_getinfo_off_t(raw, info, &value)
        return Int(value)
    }

    /// Nil where libcurl has none or an empty one.
    func string(_ info: CURLINFO) -> String? {
        var value: UnsafePointer<CChar>?
        guard defib_curl_getinfo_string(raw, info, &value) == CURLE_OK, let value, value.pointee != 0 else {
            return nil
        }
        return String(cString: value)
    }

    /// Whether libcurl has a string there, without making one of it.
    func has(_ info: CURLINFO) -> Bool {
        var value: UnsafePointer<CChar>?
        return defib_curl_getinfo_string(raw, info, &value) == CURLE_OK && value.map { $0.pointee != 0 } ?? false
    }

    /// Of the latest connection.
    var primaryAddress: PeerAddress? {
        var value: UnsafePointer<CChar>?
        guard defib_curl_getinfo_string(raw, CURLINFO_PRIMARY_IP, &value) == CURLE_OK else { return nil }
        return value.flatMap { PeerAddress($0) }
    }

    /// The connection of a transfer that only connected.
    var activeSocket: Int32? {
        var value = defib_curl_socket_bad
        guard defib_curl_getinfo_socket(raw, CURLINFO_ACTIVESOCKET, &value) == CURLE_OK else { return nil }
        return value == defib_curl_socket_bad ? nil : value
    }

    /// libcurl's own words on the last failure; empty where it has none.
    var errorMessage: String { String(cString: errorText) }

    func clearErrorMessage() { errorText.pointee = 0 }
}
