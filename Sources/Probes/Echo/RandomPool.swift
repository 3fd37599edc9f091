import Glibc

/// Random numbers of the kernel's, fetched many at a time: a system call costs more than an echo's packet.
struct RandomPool {
    private var numbers: [UInt64] = []
    private var fallback = SystemRandomNumberGenerator()

    mutating func next() -> UInt64 {
        if numbers.isEmpty { refill() }
        return numbers.popLast() ?? fallback.next()
    }

    /// getentropy(3) gives 256 bytes at most.
    private mutating func refill() {
        numbers = [UInt64](repeating: 0, count: 32)
        let code = numbers.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
        if code != 0 { numbers = [] }
    }
}
