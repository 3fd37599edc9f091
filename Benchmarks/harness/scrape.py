"""One scrape, as Prometheus makes it: a kept connection that nothing is cached on, read to the end."""

import http.client
import time


class Scraper:
    def __init__(self, base, compressed=False):
        self.connection = http.client.HTTPConnection(base.removeprefix("http://"), timeout=60)
        self.headers = {"Accept": "text/plain;version=0.0.4", "Accept-Encoding": "gzip" if compressed else "identity"}

    def scrape(self):
        """Milliseconds to the last byte, the bytes, and whether they were compressed."""
        began = time.monotonic()
        self.connection.request("GET", "/metrics", headers=self.headers)
        response = self.connection.getresponse()
        body = response.read()
        took = (time.monotonic() - began) * 1000
        if response.status != 200:
            raise RuntimeError(f"/metrics answered {response.status}")
        return took, body, response.getheader("Content-Encoding") == "gzip"

    def close(self):
        self.connection.close()
