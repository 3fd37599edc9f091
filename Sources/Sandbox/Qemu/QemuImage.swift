import FoundationEssentials

/// What a machine boots: a kernel, and an initial RAM file system that is its whole world.
struct QemuImage: Sendable {
    let kernel: String
    let initramfs: String

    /// In the order they must be loaded.
    private static let modules = [
        "drivers/virtio/virtio_ring", "drivers/virtio/virtio", "drivers/virtio/virtio_pci_modern_dev",
        "drivers/virtio/virtio_pci_legacy_dev", "drivers/virtio/virtio_pci", "net/core/failover",
        "drivers/net/net_failover", "drivers/net/virtio_net", "drivers/char/virtio_console", "drivers/acpi/button",
        "drivers/input/evdev",
    ]

    /// Assembles the image; blocks, and downloads what the cache lacks.
    static func prepare(_ options: QemuOptions, in directory: RuntimeDirectory) throws(SandboxError) -> QemuImage {
        let packages = try QemuPackages.prepare(options)
        let image = QemuImage(kernel: try packages.kernel(), initramfs: directory.file("initramfs"))
        do {
            try Data(try archive(from: packages)).write(to: URL(filePath: image.initramfs))
        } catch {
            throw SandboxError("writing \(image.initramfs): \(error)")
        }
        return image
    }

    private static func archive(from packages: QemuPackages) throws(SandboxError) -> [UInt8] {
        var archive = CpioArchive()
        for directory in ["bin", "dev", "proc", "sys", "run", "tmp", "www", "var/run", "var/log", "lib64"] {
            archive.addDirectory(directory)
        }
        archive.addFile("init", Array(QemuGuestScripts.start.utf8), isExecutable: true)
        archive.addFile("etc/acpi/PWRF/00000080", Array(QemuGuestScripts.powerButton.utf8), isExecutable: true)
        archive.addFile("bin/busybox", try packages.read("bin/busybox"), isExecutable: true)
        let modules = "lib/modules/\(try packages.kernelVersion())/kernel"
        for (index, module) in Self.modules.enumerated() {
            // Numbered, so that the shell's own sorting gives the order.
            let name = "lib/modules/\(index / 10)\(index % 10).ko"
            archive.addFile(name, try packages.read("\(modules)/\(module).ko"))
        }
        try addAgent(to: &archive, from: packages)
        return archive.finished()
    }

    /// The agent with the libraries it is linked to. Those are the host's own: QEMU itself needs nearly all of them.
    private static func addAgent(to archive: inout CpioArchive, from packages: QemuPackages) throws(SandboxError) {
        archive.addFile("bin/qemu-ga", try packages.read("usr/sbin/qemu-ga"), isExecutable: true)
        let words = String(decoding: try Tool.run(["ldd", "\(packages.root)/usr/sbin/qemu-ga"]), as: UTF8.self)
        for line in words.split(separator: "\n") {
            if line.contains("not found") {
                throw SandboxError("the guest agent lacks a library:\(line); install qemu-system-x86")
            }
            guard let path = line.split(whereSeparator: { " \t".contains($0) }).first(where: { $0.hasPrefix("/") })
            else { continue }
            archive.addFile(String(path.dropFirst()), try QemuPackages.read(absolute: String(path)), isExecutable: true)
        }
    }
}
