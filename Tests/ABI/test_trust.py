"""Which certificates are trusted: by the service's connection and a proxy's, and what cannot be used is told unsent."""
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from abi import SECRET_TOKEN, TASK, Answer, Library
from certificates import Certificates
from fault_server import FaultServer, reply
from tunnel_proxy import TunnelProxy

GOOD = reply("200 OK", '{"id": "0ee9c8e6a7dc44109541e53c6dccf47c"}')
VARIABLES = ["CURL_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"]


def start(cad: Library, endpoint: str, **config: object) -> Answer:
    with cad.client(endpoint=endpoint, token=SECRET_TOKEN, **config) as client:
        return client.start(task_id=TASK)


@pytest.fixture
def folder(certificates: Certificates, tmp_path: Path) -> Path:
    """As c_rehash makes it."""
    name = subprocess.run(
        ["openssl", "x509", "-noout", "-subject_hash", "-in", certificates.ca], check=True, capture_output=True)
    path = tmp_path / "certs"
    path.mkdir()
    (path / f"{name.stdout.decode().strip()}.0").write_bytes(Path(certificates.ca).read_bytes())
    return path


@pytest.mark.parametrize("variable", ["SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"])
def test_a_folder_of_certificates_is_trusted(
        cad: Library, certificates: Certificates, folder: Path, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, str(folder))
    with FaultServer(GOOD, tls=certificates.local) as server:
        assert start(cad, server.endpoint).status == "CAD_OK"


@pytest.mark.parametrize("others", ["/not-there:{}", "{}:", ":{}", "/not-there::{}:/etc/hostname"])
def test_of_several_folders_those_are_taken_that_there_are(
        cad: Library, certificates: Certificates, folder: Path, others: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_DIR", others.format(folder))
    with FaultServer(GOOD, tls=certificates.local) as server:
        assert start(cad, server.endpoint).status == "CAD_OK"


@pytest.mark.parametrize("name", ["CURL_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR"])
def test_a_name_that_is_no_utf_8_is_taken_byte_for_byte(
        cad: Library, certificates: Certificates, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right, repaired = os.fsencode(folder.parent) + b"/caf\xe9", folder.parent / "caf\ufffd"
    if name == "SSL_CERT_DIR":
        os.rename(os.fsencode(folder), right)
        repaired.mkdir()
    else:
        with open(right, "wb") as file:
            file.write(Path(certificates.ca).read_bytes())
        repaired.write_bytes(Path(certificates.elsewhere[0]).read_bytes())
    monkeypatch.setitem(os.environb, name.encode(), right)
    with FaultServer(GOOD, tls=certificates.local) as server:
        assert start(cad, server.endpoint).status == "CAD_OK"


def test_the_variables_come_in_curls_order(
        cad: Library, certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(Path(certificates.elsewhere[0]).read_bytes())
    for variable in reversed(VARIABLES):
        monkeypatch.setenv(variable, certificates.ca)
        with FaultServer(GOOD, tls=certificates.local) as server:
            assert start(cad, server.endpoint).status == "CAD_OK"
        monkeypatch.setenv(variable, str(other))


def unusable(tmp_path: Path) -> list[str]:
    (tmp_path / "text.pem").write_text("nothing here\n")
    (tmp_path / "empty.pem").write_text("")
    (tmp_path / "der.pem").write_bytes(b"\x30\x82\x01\x00" * 100)
    return [str(tmp_path / name) for name in ("text.pem", "empty.pem", "der.pem", "missing.pem", "")]


@pytest.mark.parametrize("name", ["ca_file", "SSL_CERT_DIR", *VARIABLES])
def test_what_cannot_be_used_is_a_fault_of_the_configuration(
        cad: Library, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = unusable(tmp_path)
    if name in ("SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"):
        paths.pop()  # a folder will do
    for path in paths:
        config = {"endpoint": "https://127.0.0.1:1", "token": SECRET_TOKEN}
        if name == "ca_file":
            config["ca_file"] = path
        else:
            monkeypatch.setenv(name, path)
        answer, client = cad.client_new(json.dumps(config))
        assert client is None and answer.status == "CAD_E_CONFIGURATION", path
        assert [each for each, _ in answer.faults] == [name]


def test_a_file_with_a_certificate_that_is_none_is_no_reason_to_try_again(
        cad: Library, certificates: Certificates, tmp_path: Path) -> None:
    file = tmp_path / "broken.pem"
    file.write_text("-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n")
    with FaultServer(GOOD, tls=certificates.local) as server:
        answer = start(cad, server.endpoint, ca_file=str(file))
        assert (answer.status, answer.outcome) in (
            ("CAD_E_CONFIGURATION", "not_sent"), ("CAD_E_TLS", "not_sent")) and server.requests == []


@pytest.fixture
def tls_proxy(certificates: Certificates) -> Iterator[TunnelProxy]:
    with TunnelProxy(tls=certificates.local) as proxy:
        yield proxy


def test_a_proxy_of_ones_own_ca_is_trusted_by_the_same_setting(
        cad: Library, certificates: Certificates, tls_proxy: TunnelProxy) -> None:
    with FaultServer(GOOD, tls=certificates.local) as server:
        assert start(cad, server.endpoint, proxy=tls_proxy.address, ca_file=certificates.ca).status == "CAD_OK"
        assert [line.split()[0] for line in tls_proxy.asked] == ["CONNECT"]


def test_a_proxy_that_is_not_trusted_is_told_to_be_the_proxy(
        cad: Library, certificates: Certificates, tls_proxy: TunnelProxy) -> None:
    with FaultServer(GOOD, tls=certificates.local) as server:
        answer = start(cad, server.endpoint, proxy=tls_proxy.address)
        assert (answer.status, answer.outcome) == ("CAD_E_TLS", "not_sent")
        assert f"The proxy {tls_proxy.address[8:]}" in answer.document["message"]
        assert server.connections == 0


def test_a_service_that_is_not_trusted_behind_a_proxy_is_not_told_to_be_the_proxy(
        cad: Library, certificates: Certificates) -> None:
    with TunnelProxy(tls=certificates.local) as proxy, FaultServer(GOOD, tls=certificates.elsewhere) as server:
        answer = start(cad, server.endpoint, proxy=proxy.address, ca_file=certificates.ca)
        assert (answer.status, answer.outcome) == ("CAD_E_TLS", "not_sent")
        assert "proxy" not in answer.document["message"]
