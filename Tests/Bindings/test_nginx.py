"""The deployment hook in a real nginx with one worker, which must go on with other requests meanwhile."""
from __future__ import annotations

import http.client
import json
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emulator import Service
from nginx_process import find_nginx
from runner_process import environment
from script_process import only_with
from toolchains import ROOT, Programs, lua
from waits import until

FOLDER = ROOT / "integrations/nginx"
MODULES = Path("/usr/lib/nginx/modules")
pytestmark = [
    only_with(lua.LANGUAGE),
    pytest.mark.skipif(find_nginx() is None or not (MODULES / "ngx_http_lua_module.so").exists(),
                       reason="nginx has no Lua module here (libnginx-mod-http-lua)")]
HERE = """\
daemon off; master_process off; pid nginx.pid; error_log error.log warn;
"""
PATHS = """\
    access_log off; client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
"""


class Hook:
    """nginx with the files of integrations/nginx, and the places of a test."""

    def __init__(self, service: Service):
        self.service = service

    def __enter__(self) -> "Hook":
        self.folder = Path(tempfile.mkdtemp(prefix="nginx-"))
        self.socket = str(self.folder / "socket")
        config = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
        for old, new in (("load_module modules/", f"load_module {MODULES}/"),
                         ("/run/codearts-deploy.sock", self.socket),
                         ("/usr/local/share/codearts-deploy/?.lua", f"{FOLDER}/?.lua;{lua.LANGUAGE.folder}/?.lua"),
                         ("http {\n", f"http {{\n{PATHS}"),
                         ("        # Whoever", "        location = /ping { return 200 pong; }\n        # Whoever")):
            assert old in config
            config = config.replace(old, new)
        (self.folder / "nginx.conf").write_text(HERE + config, encoding="utf-8")
        self.process = subprocess.Popen(
            [str(find_nginx()), "-p", str(self.folder), "-c", "nginx.conf"], stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=environment(self.service, Programs([], {})))
        until(lambda: self.process.poll() is not None or self._listens(), "nginx does not listen")
        assert self.process.poll() is None, (self.folder / "error.log").read_text(encoding="utf-8")
        return self

    def __exit__(self, *_: Any) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)
        shutil.rmtree(self.folder)

    def connect(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("hook")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(60)
        connection.sock.connect(self.socket)
        return connection

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = self.connect()
        connection.request(method, path, body)
        reply = connection.getresponse()
        answer = reply.status, reply.read().decode()
        connection.close()
        return answer

    def deploy(self, **changes: Any) -> tuple[int, list[dict[str, Any]]]:
        request = {"task_id": self.service.task_id, "interval_ms": 20, **changes}
        status, text = self.ask("POST", "/deploy", json.dumps(request))
        return status, [json.loads(line) for line in text.splitlines()]

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(self.socket) == 0


@pytest.fixture
def hook(service: Service) -> Iterator[Hook]:
    with Hook(service) as hook:
        yield hook


def test_a_deployment_is_followed_to_its_end(hook: Hook, service: Service) -> None:
    status, lines = hook.deploy()
    [record] = service.records()
    assert status == 200
    assert lines[0]["event"] == "started"
    assert (lines[-1]["state"], lines[-1]["record_id"]) == ("succeeded", record["record_id"])


def test_the_only_worker_goes_on_while_a_deployment_waits(hook: Hook, service: Service) -> None:
    service.fault("stall_after_work", path="/start")
    connection = hook.connect()
    connection.request("POST", "/deploy", json.dumps({"task_id": service.task_id, "interval_ms": 20}))
    until(lambda: bool(service.records()), "nothing was started")
    assert hook.ask("GET", "/ping") == (200, "pong")  # while the service still holds its answer
    assert hook.deploy()[0] == 200
    service.release()
    reply = connection.getresponse()
    assert (reply.status, json.loads(reply.read().splitlines()[-1])["state"]) == (200, "succeeded")
    connection.close()


def test_a_wrong_request_is_not_sent(hook: Hook, service: Service) -> None:
    status, [error] = hook.deploy(task_id="too-short")
    assert (status, error["outcome"], error["violations"][0]["path"]) == (400, "not_sent", "task_id")
    assert hook.ask("GET", "/deploy")[0] == hook.ask("POST", "/deploy", "")[0] == 400
    assert service.requests() == 0


def test_what_the_service_refuses_is_an_error_of_http(hook: Hook, service: Service) -> None:
    status, [error] = hook.deploy(task_id="e" * 32)
    assert (status, error["status"], error["outcome"]) == (502, "CAD_E_NOT_FOUND", "not_sent")


def test_a_deployment_that_fails_says_so_at_its_end(hook: Hook, service: Service) -> None:
    service.next_ends("failed", failed_step=1)
    status, lines = hook.deploy()
    assert (status, lines[-1]["status"], lines[-1]["outcome"]) == (200, "CAD_E_DEPLOYMENT_FAILED", "started")


def test_who_hangs_up_leaves_the_deployment_running(hook: Hook, service: Service) -> None:
    service.next_lasts()
    connection = hook.connect()
    connection.request("POST", "/deploy", json.dumps({"task_id": service.task_id, "interval_ms": 20}))
    connection.getresponse().readline()
    connection.close()
    assert hook.ask("GET", "/ping") == (200, "pong")
    assert hook.deploy()[0] == 200
    assert service.records()[0]["state"] in ("running", "pending")
