/// What runs inside a real guest.
enum QemuGuestScripts {
    /// The first process: modules, network, services, agent. It never ends, for a kernel whose first process ends
    /// panics. `defib.*` on the kernel's command line says who the guest is.
    static let start = """
        #!/bin/busybox sh
        /bin/busybox --install -s /bin
        export PATH=/bin
        mount -t proc proc /proc
        mount -t sysfs sys /sys
        mount -t devtmpfs dev /dev
        for module in /lib/modules/*.ko; do insmod "$module"; done
        for word in $(cat /proc/cmdline); do
            case $word in defib.*) export "${word#defib.}" ;; esac
        done
        hostname "$name"
        ip link set lo up
        ip link set eth0 up
        ip addr add "$address/32" dev eth0
        ip route add "$gateway/32" dev eth0
        ip route add default via "$gateway"
        echo 1 > /proc/sys/kernel/sysrq
        echo ok > /www/health
        httpd -h /www -p 80
        nc -ll -p 22 -e echo SSH-2.0-defib_sandbox &
        acpid
        until [ -n "$port" ]; do
            for candidate in /sys/class/virtio-ports/*; do
                [ "$(cat "$candidate/name")" = org.qemu.guest_agent.0 ] && port=/dev/${candidate##*/}
            done
            sleep 0.1
        done
        qemu-ga -m virtio-serial -p "$port" -t /var/run &
        while :; do sleep 1000; done

        """

    /// acpid's handler of the power button.
    static let powerButton = """
        #!/bin/sh
        poweroff -f

        """
}
