import CLibcurl
import Glibc

/// What libcurl wants once in a process.
enum CurlLibrary {
    /// Forces the initialisation; any number of times, from any thread.
    static func prepare() {
        _ = isReady
    }

    private static let isReady: Bool = {
        // A peer that closes while we write must cost an error, not the process. CURLOPT_NOSIGNAL leaves that to us.
        signal(SIGPIPE, SIG_IGN)
        return curl_global_init(defib_curl_global_default) == CURLE_OK
    }()
}
