"""The wheels and the release on a machine where nothing is installed: no libcurl, no compiler, only Python."""
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from abi import TASK
from bare_machine import BareMachine
from certificates import Certificates, make_certificates
from conftest import Made
from emulator import Service
from nginx_process import Nginx, find_nginx
from tcp_relay import Relay

VENV = "/opt/venv"
PACKAGE = f"{VENV}/lib/python3.11/site-packages/codearts_deploy"
SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"

# Starts a deployment with the configuration of its first argument, and prints how that went.
START = """
import json, sys, time
begin = time.perf_counter()
import codearts_deploy as cad
answer = {"import_ms": (time.perf_counter() - begin) * 1000}
begin = time.perf_counter()
try:
    with cad.Client(**json.loads(sys.argv[1])) as client:
        reply = client.start_deploy_task("d2dc947ec2424d8789bb3984bb3adf45", params={"version": "1.2.3"})
        answer["id"] = reply.id
except cad.CodeArtsDeployError as error:
    answer["error"] = [type(error).__name__, error.outcome, str(error)]
answer["call_ms"] = (time.perf_counter() - begin) * 1000
answer["libcurl"] = sorted({line.split()[-1] for line in open("/proc/self/maps") if "libcurl" in line})
print(json.dumps(answer))
"""

# Asks for the state of a deployment: with the configuration of the first argument, of the second's record.
LOOK = """
import json, sys
import codearts_deploy as cad
with cad.Client(**json.loads(sys.argv[1])) as client:
    client.show_deploy_status("d2dc947ec2424d8789bb3984bb3adf45", sys.argv[2])
"""

# Asks over TLS with Python's OpenSSL, before and after the library did with its own.
BOTH_OPENSSLS = """
import ssl, sys, urllib.request
context = ssl.create_default_context(cafile=sys.argv[2])
ask = lambda: urllib.request.urlopen(sys.argv[3] + "/_emulator/requests", context=context).read()
ask()
""" + START + "ask()\n"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareMachine]:
    if os.geteuid() != 0 or not shutil.which("debootstrap", path="/usr/sbin:/usr/bin"):
        pytest.exit("this needs root and debootstrap (apt-get install debootstrap): a machine is made", returncode=2)
    machine = BareMachine.make(tmp_path_factory.mktemp("bare") / "root")
    yield machine
    machine.remove()


@pytest.fixture(scope="module")
def machine(bare: BareMachine, made: Made) -> BareMachine:
    """With the wheels installed, and with nothing but them."""
    bare.succeed("python3", "-m", "venv", VENV)
    for name in ("codearts_deploy", "codearts_deploy_cli"):
        wheel = made.wheel(name)
        began = time.monotonic()
        bare.succeed(f"{VENV}/bin/pip", "install", "--no-index", bare.put(wheel, f"/wheels/{wheel.name}"))
        print(f"{wheel.name}: installed in {time.monotonic() - began:.1f} s")
    return bare


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def service(machine: BareMachine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The emulator of the second wheel, running in the machine."""
    program = machine.program(f"{VENV}/bin/codearts-deploy", tmp_path_factory.mktemp("program"))
    with Service(program) as service:
        yield service


@pytest.fixture
def nginx(service: Service, certificates: Certificates) -> Iterator[Nginx]:
    """TLS and HTTP/2 in front of the emulator, with a CA that no machine knows."""
    program = find_nginx()
    assert program, "nginx is missing (apt-get install nginx-light)"
    service.reset()
    with Nginx(program, service.endpoint, certificates) as nginx:
        yield nginx


@pytest.fixture
def endpoint(nginx: Nginx) -> Iterator[str]:
    with Relay(nginx.address) as relay:
        yield f"https://127.0.0.1:{relay.port}"


@pytest.fixture
def trusting(machine: BareMachine, certificates: Certificates) -> Iterator[BareMachine]:
    """The machine's own list of CAs has ours, as an administrator would add it."""
    anchor = machine.put(Path(certificates.ca), "/usr/local/share/ca-certificates/tests.crt")
    machine.succeed("update-ca-certificates")
    yield machine
    (machine.root / anchor.lstrip("/")).unlink()
    machine.succeed("update-ca-certificates", "--fresh")


Start = Callable[..., dict[str, Any]]


@pytest.fixture
def start(machine: BareMachine, service: Service, endpoint: str) -> Start:
    def start(
        on: BareMachine = machine, environment: dict[str, str] | None = None, **configuration: str
    ) -> dict[str, Any]:
        text = json.dumps({"endpoint": endpoint, "token": service.token, **configuration})
        answer = json.loads(on.succeed(f"{VENV}/bin/python", "-c", START, text, **(environment or {})))
        print({name: round(answer[name], 1) for name in ("import_ms", "call_ms")})
        return answer
    return start


def test_the_machine_has_no_libcurl_and_no_compiler(machine: BareMachine) -> None:
    found = machine.succeed("find", "/", "-xdev", "-name", "libcurl*.so*").split()
    assert set(found) == {f"{PACKAGE}/libcurl-codearts.so.4", f"{VENV}/lib/codearts-deploy/libcurl-codearts.so.4"}
    for compiler in ("cc", "gcc", "clang", "swift"):
        assert machine.run("which", compiler).returncode == 1


def test_a_deployment_starts_over_tls_and_is_looked_at_over_http_2(
        machine: BareMachine, start: Start, service: Service, nginx: Nginx, endpoint: str,
        certificates: Certificates) -> None:
    ca_file = machine.put(Path(certificates.ca), "/ca.pem")
    answer = start(ca_file=ca_file)
    assert [record["record_id"] for record in service.records()] == [answer["id"]]
    assert answer["libcurl"] == [f"{PACKAGE}/libcurl-codearts.so.4"]
    configuration = {"endpoint": endpoint, "token": service.token, "ca_file": ca_file}
    machine.succeed(f"{VENV}/bin/python", "-c", LOOK, json.dumps(configuration), answer["id"])
    assert [protocol for protocol, _, _ in nginx.log()] == ["HTTP/1.1", "HTTP/2.0"]


def test_who_is_not_trusted_gets_nothing(start: Start, service: Service) -> None:
    name, outcome, message = start()["error"]
    assert (name, outcome) == ("TLSError", "not_sent"), message
    assert service.records() == []


def test_the_variables_for_a_ca_file_work(
        machine: BareMachine, start: Start, service: Service, certificates: Certificates) -> None:
    answer = start(environment={"SSL_CERT_FILE": machine.put(Path(certificates.ca), "/ca.pem")})
    assert [record["record_id"] for record in service.records()] == [answer["id"]]


@pytest.mark.parametrize("place", [
    SYSTEM_CERTIFICATES, "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"])
def test_the_certificates_of_the_system_are_trusted_wherever_it_keeps_them(
        trusting: BareMachine, start: Start, service: Service, place: str) -> None:
    own, moved = trusting.root / SYSTEM_CERTIFICATES.lstrip("/"), trusting.root / place.lstrip("/")
    moved.parent.mkdir(parents=True, exist_ok=True)
    own.rename(moved)
    try:
        answer = start()
    finally:
        moved.rename(own)
    assert [record["record_id"] for record in service.records()] == [answer.get("id")], answer


def test_a_machine_without_certificates_is_told_so(machine: BareMachine, start: Start) -> None:
    own = machine.root / SYSTEM_CERTIFICATES.lstrip("/")
    aside = own.rename(own.with_suffix(".aside"))
    try:
        name, outcome, message = start()["error"]
    finally:
        aside.rename(own)
    assert (name, outcome) == ("TLSError", "not_sent")
    assert "certificate" in message


def test_two_openssls_in_one_process_do_not_meet(
        machine: BareMachine, endpoint: str, service: Service, certificates: Certificates) -> None:
    authority = machine.put(Path(certificates.ca), "/ca.pem")
    configuration = json.dumps({"endpoint": endpoint, "token": service.token, "ca_file": authority})
    command = (f"{VENV}/bin/python", "-c", BOTH_OPENSSLS, configuration, authority, endpoint)
    answer = json.loads(machine.succeed(*command))
    assert [record["record_id"] for record in service.records()] == [answer["id"]]


def test_the_release_works_where_it_is_unpacked(
        machine: BareMachine, start: Start, service: Service, made: Made, certificates: Certificates) -> None:
    archive = made.release()
    machine.succeed("tar", "-C", "/opt", "-xzf", machine.put(archive, f"/{archive.name}"))
    prefix = f"/opt/{archive.name[:-len('.tar.gz')]}"
    authority = machine.put(Path(certificates.ca), "/ca.pem")
    answer = start(environment={"CODEARTS_DEPLOY_LIBRARY": f"{prefix}/lib/libcodearts_deploy.so.0"}, ca_file=authority)
    assert [record["record_id"] for record in service.records()] == [answer["id"]]
    assert answer["libcurl"] == [f"{prefix}/lib/codearts-deploy/libcurl-codearts.so.4"]
    assert machine.succeed(f"{prefix}/bin/codearts-deploy", "--version").startswith("codearts-deploy ")


def test_the_program_follows_a_deployment_over_tls(
        machine: BareMachine, service: Service, endpoint: str, certificates: Certificates) -> None:
    text = machine.succeed(
        f"{VENV}/bin/codearts-deploy", "deploy", TASK, "--param", "version=1.2.3", "--output", "json",
        CODEARTS_DEPLOY_ENDPOINT=endpoint, CODEARTS_DEPLOY_TOKEN=service.token,
        SSL_CERT_FILE=machine.put(Path(certificates.ca), "/ca.pem"))
    deployment = json.loads(text)
    assert [record["record_id"] for record in service.records()] == [deployment["record_id"]]
    assert deployment["state"] == "succeeded"


def test_what_is_missing_is_named_where_there_is_no_libcurl_at_all(
        machine: BareMachine, start: Start, service: Service) -> None:
    bundled = machine.root / f"{PACKAGE}/libcurl-codearts.so.4".lstrip("/")
    aside = bundled.rename(bundled.with_suffix(".aside"))
    try:
        name, outcome, message = start()["error"]
    finally:
        aside.rename(bundled)
    assert (name, outcome) == ("UnsupportedError", "not_sent")
    for words in ("libcurl.so.4: ", "libcurl-gnutls.so.4: ", "$ORIGIN/libcurl-codearts.so.4: ",
                  "$ORIGIN/../lib/codearts-deploy/libcurl-codearts.so.4: ", "Install the package libcurl4"):
        assert words in message
    assert service.records() == []


def test_the_libcurl_of_the_system_goes_first(
        machine: BareMachine, start: Start, service: Service, certificates: Certificates,
        tmp_path: Path) -> None:
    machine.put(Path(certificates.ca), "/ca.pem")
    equipped = machine.copy(tmp_path / "equipped")
    try:
        equipped.succeed("apt-get", "update", "-qq")
        equipped.succeed("apt-get", "install", "-qq", "--no-install-recommends", "libcurl4")
        answer = start(on=equipped, ca_file="/ca.pem")
    finally:
        equipped.remove()
    assert [record["record_id"] for record in service.records()] == [answer["id"]]
    assert [os.path.dirname(path) for path in answer["libcurl"]] == [f"/usr/lib/{os.uname().machine}-linux-gnu"]
