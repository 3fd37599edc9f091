import CLinux
import Glibc

/// What only the start needed: the text of the configuration in many small pieces, and the code that read it.
enum StartLeftovers {
    /// Until all of the start is over, and until most probes have run once.
    static let pauses = [Duration.seconds(1), .seconds(9)]

    /// Gives it back: of 44 MB with ten targets 18, most of them pages of the program that the kernel maps sixteen at a time and
    /// that nothing touches again.
    static func giveBack() {
        defib_trim_heap()
        defib_unmap_clean_pages(sysconf(Int32(_SC_PAGESIZE)))
    }
}
