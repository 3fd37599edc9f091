import CLinux
import Glibc

/// What only the start needed: the text of the configuration in many small pieces, and the code that read it.
enum StartLeftovers {
    /// After so many seconds, by when each probe has been made ready and most have run.
    static let keptFor = 10

    /// Gives it back: of 44 MB with ten targets 18, most of them pages of the program that the kernel maps sixteen at a time and
    /// that nothing touches again.
    static func giveBack() {
        defib_trim_heap()
        defib_unmap_clean_pages(sysconf(Int32(_SC_PAGESIZE)))
    }
}
