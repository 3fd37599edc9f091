"""What the daemon holds, twice a second."""

import collections
import json
import os
import threading
import time

Sample = collections.namedtuple("Sample", "at life memory descriptors threads journal wal incidents")
MEGABYTE = 1 << 20


class Sampler:
    def __init__(self, daemon, readers):
        self.daemon = daemon
        self.readers = readers
        self.samples = []
        self._told = 0
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ending.set()
        self._thread.join()

    def hour(self):
        """Those since the last call, and the daemon's own counts."""
        samples = self.samples[self._told :]
        self._told = len(self.samples)
        return samples, self.readers

    def write(self, path):
        with open(path, "w", encoding="utf-8") as file:
            json.dump([sample._asdict() for sample in self.samples], file)

    def _run(self):
        while not self._ending.wait(0.5):
            try:
                self.samples.append(self._sample())
            except (OSError, IndexError):
                pass  # between two lives

    def _sample(self):
        pid, data = self.daemon.pid, f"{self.daemon.folder}/data"
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            fields = dict(line.split(":", 1) for line in status)
        return Sample(
            at=time.monotonic(),
            life=len(self.daemon.lives) - 1,
            memory=int(fields["RssAnon"].split()[0]) * 1024 / MEGABYTE,
            descriptors=len(os.listdir(f"/proc/{pid}/fd")),
            threads=int(fields["Threads"]),
            journal=_size(data, ".sqlite") / MEGABYTE,
            wal=_size(data, "-wal") / MEGABYTE,
            incidents=self.readers.incidents_told,
        )


def _size(folder, *endings):
    return sum(os.path.getsize(f"{folder}/{name}") for name in os.listdir(folder) if name.endswith(endings))
