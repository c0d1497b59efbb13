"""Certificates made on the spot: a CA, a server that it vouches for, and one whose name is another's."""
import subprocess
from pathlib import Path
from typing import NamedTuple


class Certificates(NamedTuple):
    ca: str
    local: tuple[str, str]  # certificate and key for 127.0.0.1 and localhost
    elsewhere: tuple[str, str]  # the same for another host


def make_certificates(folder: Path) -> Certificates:
    ca, ca_key = str(folder / "ca.pem"), str(folder / "ca.key")
    _openssl(ca, ca_key, "/CN=Tests CA", "basicConstraints=critical,CA:TRUE")

    def server(name: str, alternatives: str) -> tuple[str, str]:
        certificate, key = str(folder / f"{name}.pem"), str(folder / f"{name}.key")
        _openssl(certificate, key, f"/CN={name}", "basicConstraints=critical,CA:FALSE",
                 f"subjectAltName={alternatives}", issuer=("-CA", ca, "-CAkey", ca_key))
        return certificate, key

    return Certificates(ca, server("local", "IP:127.0.0.1,DNS:localhost"), server("elsewhere", "DNS:other.example"))


def _openssl(certificate: str, key: str, subject: str, *extensions: str, issuer: tuple[str, ...] = ()) -> None:
    command = ["openssl", "req", "-x509", "-days", "2", "-nodes", "-newkey", "ec", "-pkeyopt",
               "ec_paramgen_curve:prime256v1", "-subj", subject, "-out", certificate, "-keyout", key, *issuer]
    for extension in extensions:
        command += ["-addext", extension]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
