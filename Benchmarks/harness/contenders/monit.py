"""monit: one thread that asks one host after another, and then sleeps."""

import os

from ..processes import Child


class Monit(Child):
    def __init__(self, directory, fleet, port, cycle):
        """`cycle`: seconds that it sleeps between two rounds."""
        path = f"{directory}/monitrc"
        lines = [
            f"set daemon {cycle}",
            f"set pidfile {directory}/monit.pid",
            f"set statefile {directory}/monit.state",
            f"set idfile {directory}/monit.id",
        ]
        for index, address in enumerate(fleet.addresses):
            lines.append(f"check host bench{index} with address {address}")
            lines.append(f"  if failed port {port} protocol http with timeout 3 seconds then alert")
        with open(path, "w", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write("\n".join(lines) + "\n")
        super().__init__(["monit", "-I", "-c", path], f"{directory}/monit.log")
