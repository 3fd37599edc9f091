"""Child processes that end with the benchmark, and what they cost."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def _die_with_parent():
    """Even a benchmark that was killed leaves nothing running. And an interrupt from the terminal is the benchmark's alone:
    it ends the others in its own order."""
    os.setsid()
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Child:
    """A process of ours; leaving the context ends it."""

    def __init__(self, command, log, **options):
        self.command = [str(each) for each in command]
        self.log = log
        self.options = options
        self.process = None

    def __enter__(self):
        with open(self.log, "ab") as log:
            options = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log} | self.options
            self.process = subprocess.Popen(self.command, preexec_fn=_die_with_parent, **options)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    @property
    def pid(self):
        return self.process.pid

    def cpu_microseconds(self):
        """User and system time of exactly this process, all its threads, to the nanosecond: the clock that
        clock_getcpuclockid(3) names. /proc/PID/stat would count in hundredths of a second."""
        return time.clock_gettime_ns(~self.pid << 3 | 2) / 1000

    def resident_megabytes(self, field="VmRSS"):
        """`VmHWM` is the most it ever was, or was since `forget_peak`."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith(f"{field}:"):
                    return int(line.split()[1]) / 1024
        return 0.0

    def forget_peak(self):
        with open(f"/proc/{self.pid}/clear_refs", "w", encoding="ascii") as file:
            file.write("5\n")

    def await_answer(self, url, seconds=10, pause=0.05):
        """Waits until `url` answers 200; raises with the end of the log when it does not, or when the process ends."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(url, timeout=1):
                    return
            except OSError:
                time.sleep(pause)
        raise RuntimeError(f"{self.command[0]} did not come up:\n{self.log_end()}")

    def log_end(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()[-2000:]


class Metered(Child):
    """One of the bare loops, which says what it did whenever it is asked (Benchmarks/reference/meter.h)."""

    def __init__(self, command, log):
        super().__init__(command, log, stdout=subprocess.PIPE)

    def read(self):
        """Probes that ended since its start."""
        self.process.send_signal(signal.SIGUSR1)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.command[0]} ended: {self.log_end()}")
        said = json.loads(line)
        if said["failed"] > max(5, said["done"] // 100):
            raise RuntimeError(f"{self.command[0]}: {said['failed']} of {said['done']} probes failed")
        return said["done"]


def run_for_usage(command, **options):
    """Runs to the end; returns its output, its CPU microseconds and its exit code."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=_die_with_parent, **options
    )
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
