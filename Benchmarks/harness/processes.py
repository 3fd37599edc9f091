"""Child processes that end with the benchmark, and what they cost."""

import os
import signal
import socket
import subprocess
import time
import urllib.request

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Child:
    """A process of ours; leaving the context ends it."""

    def __init__(self, command, log, **options):
        self.command = command
        self.log = log
        self.options = options

    def __enter__(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self.options
            )
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def cpu_microseconds(self):
        """User and system time of exactly this process, all its threads (proc(5), fields 14 and 15)."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1_000_000 / TICKS_PER_SECOND

    def resident_megabytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        return 0.0

    def await_answer(self, url, seconds=10):
        """Waits until `url` answers 200; raises with the end of the log when it does not, or when the process ends."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(url, timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        with open(self.log, encoding="utf-8", errors="replace") as log:
            tail = log.read()[-2000:]
        raise RuntimeError(f"{self.command[0]} did not come up:\n{tail}")


def run_for_usage(command, **options):
    """Runs to the end; returns its output, its CPU microseconds and its exit code."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    try:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        process.stdout.close()
        if process.returncode is None:
            process.kill()
            process.wait()
    microseconds = (usage.ru_utime + usage.ru_stime) * 1e6
    return output.decode(), microseconds, process.returncode


def free_port():
    with socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))
        return listener.getsockname()[1]
