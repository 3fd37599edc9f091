"""The one table at the end, and the same as JSON."""

import json
import os
import platform
import statistics
import time


class Results:
    """Samples by case, in the order the cases were first met."""

    def __init__(self):
        self.samples = {}
        # Milliseconds from what the rule demands to the POST, where measured.
        self.decision = []
        # What telling people takes, where measured.
        self.telling = {}

    def add(self, case, sample):
        self.samples.setdefault(case, []).append(sample)

    def median(self, case):
        return statistics.median(sample.value for sample in self.samples[case])

    def rows(self):
        for case, samples in self.samples.items():
            values = [sample.value for sample in samples]
            base = case.baseline if case.baseline in self.samples else None
            yield {
                "what": case.what,
                "load": case.load,
                "unit": case.unit,
                "median": round(statistics.median(values), 2),
                "lowest": round(min(values), 2),
                "highest": round(max(values), 2),
                "ratio": round(statistics.median(values) / self.median(base), 2) if base else None,
                "to": base.what if base else None,
                "megabytes": round(max(sample.megabytes for sample in samples), 1) if samples[0].megabytes else None,
                "samples": len(values),
            }

    def table(self):
        lines = [("what", "load", "CPU µs, median", "spread", "ratio", "memory")]
        for row in self.rows():
            ratio = f"{row['ratio']:.2f} × {row['to']}" if row["ratio"] is not None else ""
            spread = f"{row['lowest']:.1f}–{row['highest']:.1f} ({row['samples']})"
            median = f"{row['median']:.1f} / {row['unit']}"
            memory = f"{row['megabytes']:.0f} MB" if row["megabytes"] else ""
            lines.append((row["what"], row["load"], median, spread, ratio, memory))
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)

    def write(self, path):
        document = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "machine": f"{os.cpu_count()} × {platform.machine()}, Linux {platform.release()}",
            "load_average": os.getloadavg(),
            "rows": list(self.rows()),
            "decision_milliseconds": self.decision,
            "telling": self.telling,
        }
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=2)
            file.write("\n")
