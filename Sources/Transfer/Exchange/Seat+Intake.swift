import CLibcurl

extension Seat {
    /// Takes in a piece of the body; false where it is more than the request allows.
    func take(body chunk: UnsafeBufferPointer<UInt8>) -> Bool {
        run.bodyBytes += chunk.count
        guard run.bodyBytes <= shape.request.maxBodyBytes else {
            run.isBodyTooLarge = true
            return false
        }
        if shape.request.wantsBody { run.body.append(contentsOf: chunk) }
        return true
    }

    /// Takes in one header line; false where they are too many. A new status line (a redirect's, a 1xx's) begins anew.
    func take(header line: UnsafeBufferPointer<UInt8>) -> Bool {
        if HeaderFields.isStatusLine(line) {
            run.headerBytes = 0
            run.header.removeAll(keepingCapacity: true)
            noteFirstAnswerer()
        }
        run.headerBytes += line.count
        guard run.headerBytes <= Seat.maxHeaderBytes else {
            run.isHeaderTooLarge = true
            return false
        }
        if shape.request.wantsHeaders { run.header.append(contentsOf: line) }
        return true
    }

    /// Later, libcurl knows the address of the last hop alone.
    private func noteFirstAnswerer() {
        guard shape.request.maxRedirects > 0, run.firstAnswerer == nil else { return }
        run.firstAnswerer = easy.primaryAddress
    }

    /// The answer's header has come and as much of a body as it announces.
    var hasWholeAnswer: Bool {
        run.headerBytes > 0 && easy.offset(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T) == run.bodyBytes
    }
}
