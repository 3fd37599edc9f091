"""What can be measured, each by a module with a TITLE and a run(bench)."""

import importlib

NAMES = ["http", "kept", "tls", "icmp", "fleet", "growth", "metrics", "idle", "engine", "decision", "journal", "telling"]
# Two minutes are not enough for the others.
QUICK = ["http", "kept", "tls", "icmp", "fleet", "metrics", "idle", "engine"]


def load(name):
    return importlib.import_module(f".{name}", __package__)
