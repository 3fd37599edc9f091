"""What must be there before anything is measured."""

import os
import shutil

PACKAGES = {
    "gcc": "gcc",
    "nginx": "nginx-light",
    "openssl": "openssl",
    "fping": "fping",
    "monit": "monit",
    "prometheus": "prometheus",
    "prometheus-blackbox-exporter": "prometheus-blackbox-exporter",
    "prometheus-alertmanager": "prometheus-alertmanager",
    "go": "golang-go",
    "strace": "strace",
}
# As many sockets as a fleet that hangs needs, and nginx on the other side.
DESCRIPTORS = 16_384


def faults(binary):
    """Each with its remedy; none where all is well."""
    lacking = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if lacking:
        yield f"install {' '.join(lacking)} first: packaging/install-packages bench, or apt-get install"
    if not os.access(binary, os.X_OK):
        yield f"there is no program {binary}: make release builds .build/release/defib"
    if os.geteuid() != 0:
        yield from _without_root()


def _without_root():
    with open("/proc/sys/net/ipv4/ping_group_range", encoding="ascii") as file:
        low, high = map(int, file.read().split())
    if not low <= os.getegid() <= high:
        yield (
            "echoes need a raw socket here: run as root, or permit them with "
            f"sysctl -w net.ipv4.ping_group_range='{os.getegid()} {os.getegid()}'"
        )
