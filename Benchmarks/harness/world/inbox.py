"""Those who are told, and those who are told of."""

import json
import threading

from ..processes import free_port
from .provider import Quiet, Server


class Inbox(Server):
    """A receiver of webhooks; one that `hangs` takes requests and never answers them."""

    def __init__(self, hangs=False):
        self.payloads = []
        self.released = threading.Event()
        outer = self

        class Handler(Quiet):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if hangs:
                    outer.released.wait(3600)
                    return
                outer.payloads.append(json.loads(body))
                self.answer(200, {})

        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/"

    def __exit__(self, *details):
        self.released.set()
        super().__exit__(*details)


class Crowd:
    """Targets on addresses of their own, all behind one listener: closing it takes them all down at once."""

    def __init__(self, size, network="127.3"):
        self.ids = [f"vps_{index}" for index in range(size)]
        self.port = free_port()
        self.urls = [f"http://{network}.{index // 250}.{index % 250 + 1}:{self.port}/" for index in range(size)]
        self.server = None

    def __enter__(self):
        self.server = Server(("0.0.0.0", self.port), Quiet)
        self.server.__enter__()
        return self

    def __exit__(self, *_):
        self.fall()

    def fall(self):
        if self.server:
            self.server.__exit__()
            self.server = None
