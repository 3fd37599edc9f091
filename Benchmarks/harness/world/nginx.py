"""The target of every HTTP probe, and the provider's listing: one nginx."""

import json
import os
import urllib.request

from ..processes import Child, free_port

CONFIGURATION = os.path.join(os.path.dirname(__file__), "../../reference/nginx.conf")
PAGE = 100


class Nginx(Child):
    """Answers on every address of the loopback network, or of the `namespace` it is put into. With `tls`, a pair of
    files (certificate and key), on a second port by HTTPS as well."""

    def __init__(self, directory, listed=0, tls=None, namespace=None):
        self.directory = f"{directory}/nginx"
        os.makedirs(f"{self.directory}/pages", exist_ok=True)
        self.port, self.tls_port = free_port(), free_port()
        self._write_pages(listed)
        path = f"{self.directory}/nginx.conf"
        with open(CONFIGURATION, encoding="ascii") as file:
            text = file.read()
        for word, value in {"directory": self.directory, "port": self.port, "tls": self._tls(tls)}.items():
            text = text.replace(f"@{word}@", str(value))
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
        prefix = ["ip", "netns", "exec", namespace] if namespace else []
        super().__init__([*prefix, "nginx", "-c", path, "-e", f"{self.directory}/error.log"], f"{self.directory}/log")

    def __enter__(self):
        super().__enter__()
        if "netns" not in self.command:
            self.await_answer(f"http://127.0.0.1:{self.port}/")
        return self

    def requests(self):
        """All that were served so far, this one among them."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/count", timeout=5) as response:
            return int(response.read().split()[9])

    def _tls(self, files):
        if not files:
            return ""
        certificate = f"ssl_certificate {files[0]}; ssl_certificate_key {files[1]};"
        return f"listen 0.0.0.0:{self.tls_port} ssl backlog=4096; {certificate}"

    def _write_pages(self, count):
        """The account's VPSs as the API lists them, a hundred a page; the cursor is the page's number."""
        up = {"serviceStatus": "active", "powerState": "running", "primaryIp": None}
        vps = [{"id": f"vps_{index}", "name": f"vps-{index}"} | up for index in range(count)]
        pages = max(1, -(-count // PAGE))
        for page in range(pages):
            following = str(page + 1) if page + 1 < pages else None
            body = {"data": vps[page * PAGE : (page + 1) * PAGE], "nextCursor": following}
            with open(f"{self.directory}/pages/{page or ''}.json", "w", encoding="ascii") as file:
                json.dump(body, file)
