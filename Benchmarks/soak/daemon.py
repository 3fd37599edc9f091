"""`defib run` over several lives: started, killed, reloaded, its log rotated."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request

import settings


class Daemon:
    def __init__(self, binary, folder, provider, receivers):
        self.binary = binary
        self.folder = folder
        self.provider = provider
        self.receivers = receivers
        self.number = 0
        self.lives = []  # monotonic times of each start
        self.process = None
        self.rotated = 0
        self.exit_code = None
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
        self._put("token", provider.token + "\n", 0o600)
        self._put("rules.yml", settings.RULES)
        self._configure()

    @property
    def pid(self):
        return self.process.pid

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        """The orderly end."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.exit_code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def start(self):
        with open(f"{self.folder}/defib.log", "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, "run", "--config", f"{self.folder}/defib.yml"], stdin=subprocess.DEVNULL, stderr=log
            )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/-/ready", timeout=1).close()
                self.lives.append(time.monotonic())
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"defib run did not get ready; see {self.folder}/defib.log")

    def crash(self):
        self.process.kill()
        self.process.wait()
        # Whoever is called in because it crashed puts right what would keep it from starting.
        self._configure()
        self.start()

    def reload(self):
        """A changed configuration."""
        self.number += 1
        self._configure()
        self.process.send_signal(signal.SIGHUP)

    def reload_broken(self):
        """A wrong one, which must change nothing; the next `reload` puts it right."""
        self._put("defib.yml", settings.BROKEN)
        self.process.send_signal(signal.SIGHUP)

    def mend(self):
        self._configure()
        self.process.send_signal(signal.SIGHUP)

    def rotate(self):
        """As logrotate's copytruncate does it: the log is standard error, which nobody opens anew."""
        shutil.copyfile(f"{self.folder}/defib.log", f"{self.folder}/defib.log.1")
        os.truncate(f"{self.folder}/defib.log", 0)
        self.rotated += 1

    def command(self, *arguments):
        """Runs a subcommand beside the daemon; returns whether it went well, and what it said."""
        command = [self.binary, *arguments, "--config", f"{self.folder}/defib.yml"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode == 0, (done.stdout + done.stderr).strip()

    def last_words(self):
        """What is wrong once it has ended."""
        faults = [] if self.exit_code == 0 else [f"END: SIGTERM was answered with {self.exit_code}, not 0"]
        is_sound, words = self.command("audit")
        return faults if is_sound else faults + [f"AUDIT: {words[-300:]}"]

    def _configure(self):
        self._put("defib.yml", settings.configuration(self.provider, self.port, self.receivers, self.number))

    def _put(self, name, text, mode=0o644):
        with open(f"{self.folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(f"{self.folder}/{name}", mode)
