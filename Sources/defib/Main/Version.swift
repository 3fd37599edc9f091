/// Of this program: in `--version`, in the `User-Agent` of every request, in `defib_build_info`.
enum Version {
    static let current = "0.1.0"
}
