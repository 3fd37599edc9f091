import CLibcurl
import Glibc

/// What libcurl calls while a transfer runs, all on the loop's thread.
enum Callbacks {
    static func install(on seat: Seat) {
        let easy = seat.easy
        // Unretained: the seat owns the handle, and the loop owns the seat while a run is on it.
        let context = UnsafeRawPointer(Unmanaged.passUnretained(seat).toOpaque())
        easy.set(CURLOPT_PRIVATE, pointer: context)
        easy.set(CURLOPT_WRITEDATA, pointer: context)
        easy.note(defib_curl_setopt_write(easy.raw, CURLOPT_WRITEFUNCTION, writeBody), CURLOPT_WRITEFUNCTION)
        easy.set(CURLOPT_HEADERDATA, pointer: context)
        easy.note(defib_curl_setopt_write(easy.raw, CURLOPT_HEADERFUNCTION, writeHeader), CURLOPT_HEADERFUNCTION)
        easy.set(CURLOPT_OPENSOCKETDATA, pointer: context)
        easy.note(defib_curl_setopt_opensocket(easy.raw, openSocket), CURLOPT_OPENSOCKETFUNCTION)
        if seat.shape.traits.kind == .mail {
            easy.set(CURLOPT_READDATA, pointer: context)
            easy.note(defib_curl_setopt_read(easy.raw, readMessage), CURLOPT_READFUNCTION)
        }
        guard seat.shape.traits.usesTLS || seat.shape.request.maxRedirects > 0 else { return }
        // The only way to learn that the connection stood, or that the peer spoke TLS, where the handshake failed; and, where
        // it did not, in which version.
        easy.set(CURLOPT_DEBUGDATA, pointer: context)
        easy.note(defib_curl_setopt_debug(easy.raw, watchRecords), CURLOPT_DEBUGFUNCTION)
        easy.set(CURLOPT_VERBOSE, 1)
    }

    static func seat(_ context: UnsafeMutableRawPointer?) -> Seat? {
        context.map { Unmanaged<Seat>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Taking fewer bytes than offered makes libcurl end the transfer.
    private static let writeBody: curl_write_callback = { bytes, size, count, context in
        guard let seat = Callbacks.seat(context) else { return 0 }
        return seat.take(body: Callbacks.bytes(bytes, size * count)) ? size * count : 0
    }

    /// Called with one whole line a time.
    private static let writeHeader: curl_write_callback = { bytes, size, count, context in
        guard let seat = Callbacks.seat(context) else { return 0 }
        return seat.take(header: Callbacks.bytes(bytes, size * count)) ? size * count : 0
    }

    private static func bytes(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(start: start, count: count).assumingMemoryBound(to: UInt8.self)
    }

    /// Hands over the next piece of a mail.
    private static let readMessage: curl_read_callback = { space, size, count, context in
        guard let seat = Callbacks.seat(context), let space, let body = seat.shape.request.body else { return 0 }
        let chunk = body[seat.run.sentBytes...].prefix(size * count)
        UnsafeMutableRawBufferPointer(start: space, count: chunk.count).copyBytes(from: chunk)
        seat.run.sentBytes += chunk.count
        return chunk.count
    }

    /// Opens the socket as libcurl would, and notes where to, or why not.
    private static let openSocket: curl_opensocket_callback = { context, _, address in
        guard let seat = Callbacks.seat(context), let address,
            let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr)
        else { return defib_curl_socket_bad }
        let bytes = UnsafeRawBufferPointer(
            start: UnsafeRawPointer(address) + offset,
            count: Int(address.pointee.addrlen)
        )
        seat.run.attempted = PeerAddress(family: address.pointee.family, socketAddress: bytes)
        let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.pointee.family, type, address.pointee.protocol)
        guard descriptor < 0 else {
            seat.home?.takeUnretainedValue().opened(descriptor, by: seat)
            return descriptor
        }
        seat.run.socketErrno = errno
        return defib_curl_socket_bad
    }

    /// Looks for our first record, and for the header of one from the peer that is an alert (21) or a handshake message
    /// (22), RFC 8446 §5.1.
    private static let watchRecords: curl_debug_callback = { _, kind, bytes, count, context in
        if kind == CURLINFO_TEXT {
            let line = UnsafeRawBufferPointer(start: bytes, count: count)
            guard let version = TLSVersionText.version(in: line) else { return 0 }
            Callbacks.seat(context)?.run.tlsVersion = version
            return 0
        }
        guard kind == CURLINFO_SSL_DATA_IN || kind == CURLINFO_SSL_DATA_OUT, let bytes,
            let seat = Callbacks.seat(context)
        else { return 0 }
        if seat.run.tlsBeganAt == 0 { seat.run.tlsBeganAt = SteadyClock.now() }
        guard kind == CURLINFO_SSL_DATA_IN, count == 5 else { return 0 }
        let isHandshakeOrAlert = bytes[0] == 21 || bytes[0] == 22
        if isHandshakeOrAlert, bytes[1] == 3 { seat.run.peerSpokeTLS = true }
        return 0
    }
}
