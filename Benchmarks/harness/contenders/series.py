"""The same page of metrics as client_golang serves it (Benchmarks/reference/series)."""

import os
import subprocess

from ..processes import Child, free_port

SOURCE = os.path.join(os.path.dirname(__file__), "../../reference/series")
PACKAGES = "/usr/share/gocode"


def build(directory):
    """The program's path; raises where Debian's packages are not there."""
    program = f"{directory}/series"
    own = {"GO111MODULE": "off", "GOPATH": PACKAGES, "GOFLAGS": ""}
    command = ["go", "build", "-o", program, "."]
    result = subprocess.run(command, cwd=SOURCE, env=os.environ | own, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"client_golang's page could not be built: {result.stderr.strip()[:500]}")
    return program


class Series(Child):
    def __init__(self, program, directory, page):
        """`page`: the bytes that it is to serve as its own."""
        self.base = f"http://127.0.0.1:{free_port()}"
        path = f"{directory}/page.txt"
        with open(path, "wb") as file:
            file.write(page)
        super().__init__([program, self.base.removeprefix("http://"), path], f"{directory}/series.log")

    def __enter__(self):
        super().__enter__()
        self.await_answer(f"{self.base}/-/ready", seconds=60)
        return self
