"""A throw-away authority and a certificate that it has signed, for the names of the office and 127.0.0.1."""

import ssl
import subprocess
from pathlib import Path

from tests.parts import program

NAMES = "DNS:loket.pasuruan.example,DNS:formulir.pasuruan.example,IP:127.0.0.1"


class ThrowAwayAuthority:
    """`certificate` and `key` are for a server, `trusted` is what a client of it believes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.authority, self.certificate, self.key = (
            folder / name for name in ("ca.pem", "certificate.pem", "key.pem")
        )
        self._make("/CN=Otoritas", self.authority, folder / "ca-key.pem", "-addext", "keyUsage=keyCertSign")
        signed = ["-CA", str(self.authority), "-CAkey", str(folder / "ca-key.pem")]
        leaf = ["-addext", f"subjectAltName={NAMES}", "-addext", "basicConstraints=critical,CA:FALSE"]
        self._make("/CN=loket.pasuruan.example", self.certificate, self.key, *signed, *leaf)

    def _make(self, subject: str, certificate: Path, key: Path, *more: str) -> None:
        command = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        files = ["-out", str(certificate), "-keyout", str(key)]
        subprocess.run(
            [program("openssl", "openssl"), *command, "-subj", subject, *files, *more], check=True, capture_output=True
        )

    @property
    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))
