/// How a real guest's process is started.
struct QemuMachine: Sendable {
    let image: QemuImage
    let options: QemuOptions
    let directory: RuntimeDirectory

    func monitor(of guest: GuestDescription) -> QemuMonitor {
        QemuMonitor(path: directory.file("\(guest.name).qmp"))
    }

    func agent(of guest: GuestDescription) -> QemuAgent {
        QemuAgent(path: directory.file("\(guest.name).agent"))
    }

    func tap(of guest: GuestDescription) -> String { "defib\(guest.number)" }

    /// QEMU's command. It asks for SIGKILL should the sandbox die first.
    ///
    /// Without KVM, so that it runs anywhere; on a tap device, because user-mode networking would accept connections for
    /// a dead guest. `panic=0` lets a kernel that panics stay dead.
    func command(for guest: GuestDescription) -> Command {
        let identity =
            "defib.name=\(guest.name) defib.address=\(guest.address) defib.gateway=\(GuestDescription.gateway)"
        return Command(
            ["setpriv", "--pdeathsig", "KILL", "--", options.program]
                + ["-name", guest.name, "-machine", "pc,accel=tcg", "-cpu", "max", "-m", "\(options.memoryMebibytes)"]
                + ["-nodefaults", "-no-user-config", "-display", "none"]
                + ["-kernel", image.kernel, "-initrd", image.initramfs]
                + ["-append", "console=ttyS0 quiet panic=0 \(identity)"]
                + ["-netdev", "tap,id=net,ifname=\(tap(of: guest)),script=no,downscript=no"]
                + ["-device", "virtio-net-pci,netdev=net,romfile="]
                + ["-device", "virtio-serial-pci"]
                + ["-chardev", "socket,id=agent,path=\(agent(of: guest).path),server=on,wait=off"]
                + ["-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0"]
                + ["-serial", "file:\(directory.file("\(guest.name).console"))"]
                + ["-qmp", "unix:\(monitor(of: guest).path),server=on,wait=off"]
        )
    }
}
