"""What was measured: samples by case, and what they say."""

import json
import os
import platform
import statistics
import subprocess
import time


class Results:
    """Samples in the order in which their cases were first met, under the group that measured them."""

    def __init__(self):
        self.groups = {}
        self.notes = {}
        self._open = None

    def open(self, title):
        self._open = title
        self.groups.setdefault(title, {})

    def add(self, case, *samples):
        self.groups[self._open].setdefault(case, []).extend(float(sample) for sample in samples)

    def expect(self, cases):
        """Their order, and that they are told of even when nothing comes of them."""
        for case in cases:
            self.groups[self._open].setdefault(case, [])

    def skip(self, case, why):
        """A row without a figure."""
        self.groups[self._open].setdefault(case, [])
        self.notes[case.key] = why

    def note(self, case, text):
        self.notes[case.key] = text

    def rows(self, title):
        """One dictionary a case of the group, as the JSON has it."""
        for case, samples in self.groups[title].items():
            yield self._row(case, samples)

    def _row(self, case, samples):
        figure = statistics.median(samples) if samples else None
        ratios = self._ratios(case, samples)
        ratio = statistics.median(ratios) if ratios else None
        return {
            "key": case.key,
            "what": case.what,
            "load": case.load,
            "unit": case.unit,
            "figure": figure,
            "samples": samples,
            "to": _other(case),
            "ratio": ratio,
            "ratios": ratios,
            "reach": case.reach.text if case.reach else None,
            "met": case.reach.is_met(figure, ratio) if case.reach else None,
            "note": self.notes.get(case.key),
        }

    def _ratios(self, case, samples):
        """Round by round where both have as many, so that a busy moment falls on both; else of the medians."""
        base = self.samples(case.to)
        if not samples or not base:
            return []
        if len(base) == len(samples):
            return [ours / theirs for ours, theirs in zip(samples, base)]
        return [statistics.median(samples) / statistics.median(base)]

    def samples(self, case):
        """None where it was not measured, by whatever group."""
        return next((group[case] for group in self.groups.values() if case in group), [])

    def document(self):
        return {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "machine": machine(),
            "commit": commit(),
            "groups": {title: list(self.rows(title)) for title in self.groups},
        }

    def write(self, path):
        with open(path, "w", encoding="utf-8") as file:
            json.dump(self.document(), file, ensure_ascii=False, indent=1)
            file.write("\n")


def _other(case):
    """What the ratio is to, in the word that tells it from the case itself."""
    if not case.to:
        return None
    return case.to.what if case.to.what != case.what else case.to.load


def machine():
    model = ""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = ", " + line.split(":", 1)[1].strip()
                break
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} × {platform.machine()}{model}, {gigabytes:.0f} GB, Linux {platform.release()}"


def commit():
    try:
        command = ["git", "describe", "--always", "--dirty"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
