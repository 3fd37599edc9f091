"""A webhook receiver that can die, hang and err."""

import http.server
import threading
import time


class Inbox:
    """Answers 200 and counts, unless its `mood` is another.

    `dead` refuses connections, `mute` never answers, `sick` gives 500."""

    def __init__(self):
        self.mood = "well"
        self.count = 0
        self.port = 0
        self._open()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def set(self, mood):
        if mood == "dead":
            self._close()
        elif self.mood == "dead":
            self._open()
        self.mood = mood

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.mood != "dead":
            self._close()

    def _open(self):
        inbox = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if inbox.mood == "mute":
                    time.sleep(5)
                    return
                self.send_response(500 if inbox.mood == "sick" else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()
                inbox.count += inbox.mood == "well"

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    def _close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
