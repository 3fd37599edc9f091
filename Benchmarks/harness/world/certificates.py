"""An authority of our own and a server's certificate by it, as most servers have today: ECDSA on P-256."""

import subprocess

NAME = "bench.test"


class Certificates:
    """`authority`, `certificate` and `key` are PEM files in `directory`."""

    def __init__(self, directory):
        self.authority, authority_key = f"{directory}/ca.pem", f"{directory}/ca.key"
        self.certificate, self.key = f"{directory}/server.pem", f"{directory}/server.key"
        new = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"]
        _openssl(*new, "-subj", "/CN=bench CA", "-keyout", authority_key, "-out", self.authority)
        signed = ["-CA", self.authority, "-CAkey", authority_key, "-addext", "basicConstraints=critical,CA:FALSE"]
        named = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        _openssl(*new, *signed, *named, "-keyout", self.key, "-out", self.certificate)

    @property
    def pair(self):
        return self.certificate, self.key


def _openssl(*words):
    result = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"openssl {words[0]}: {result.stderr.strip()[-500:]}")
