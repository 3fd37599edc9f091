"""Targets and their probes, as the configuration names them."""

import ipaddress


class Fleet:
    """`size` targets on addresses of their own. `probes` has, by kind, the text of the definition; `{address}` and `{url}`
    in it are the target's."""

    def __init__(self, size, probes, port, network="127.1.0.0", scheme="http"):
        first = int(ipaddress.ip_address(network)) + 1
        self.addresses = [str(ipaddress.ip_address(first + index)) for index in range(size)]
        self.urls = [f"{scheme}://{address}:{port}/" for address in self.addresses]
        self.probes = probes

    @property
    def kinds(self):
        return list(self.probes)

    @property
    def size(self):
        return len(self.addresses)

    def targets(self):
        lines = []
        for index, (address, url) in enumerate(zip(self.addresses, self.urls)):
            probes = ", ".join(
                f"{kind}: {{{text.format(address=address, url=url)}}}" for kind, text in self.probes.items()
            )
            lines.append(f"  - {{vps: vps_{index}, name: bench-{index}, probes: {{{probes}}}}}\n")
        return "".join(lines)


def http(interval, more=""):
    """The definition of an HTTP probe at a pace in milliseconds."""
    return f'url: "{{url}}", interval: {interval}ms, timeout: {_timeout(interval, 3000)}ms{more}'


def icmp(interval, count=1):
    return f"host: {{address}}, interval: {interval}ms, timeout: {_timeout(interval, 1000)}ms, count: {count}"


def _timeout(interval, usual):
    return min(usual, interval * 9 // 10)
