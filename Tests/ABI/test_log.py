"""CODEARTS_DEPLOY_LOG=debug, and "log" of a configuration: every event on standard error, a line each."""
import json
import os
import signal
from typing import Any

import pytest

from abi import SECRET_TOKEN, SECRET_VALUE, TASK, Library
from call_modes import IN_EVERY_CALL_MODE, CallMode
from emulator import Service
from forked_child import in_a_child

PREFIX = "codearts-deploy "


def lines(text: str) -> list[dict]:
    """The events in what stood on standard error, each checked to be one."""
    for line in text.splitlines():
        assert line.startswith(PREFIX), line
    return [json.loads(line[line.index("{"):]) for line in text.splitlines()]


@IN_EVERY_CALL_MODE
@pytest.mark.parametrize("place", ["variable", "configuration"])
def test_every_event_is_a_line(
        cad: Library, service: Service, capfd: Any, monkeypatch: pytest.MonkeyPatch, start: CallMode,
        place: str) -> None:
    config = {"endpoint": service.endpoint, "token": service.token}
    if place == "variable":
        monkeypatch.setenv("CODEARTS_DEPLOY_LOG", "debug")
    else:
        config["log"] = "debug"
    with cad.client(**config) as client:
        assert start(client, task_id=TASK).status == "CAD_OK"
    events = lines(capfd.readouterr().err)
    assert [event["event"] for event in events if event["event"] == "attempt"] == ["attempt"]


@IN_EVERY_CALL_MODE
def test_without_the_wish_nothing_is_written(cad: Library, service: Service, capfd: Any, start: CallMode) -> None:
    service.fault("busy")
    with cad.client(endpoint=service.endpoint, token=service.token, log="off") as client:
        start(client, task_id=TASK)
    assert capfd.readouterr() == ("", "")


@IN_EVERY_CALL_MODE
def test_no_secret_is_logged(cad: Library, service: Service, capfd: Any, start: CallMode) -> None:
    params = [{"key": "k", "value": SECRET_VALUE, "type": "encrypt"}]
    with cad.client(endpoint=service.endpoint, token=SECRET_TOKEN, log="debug") as client:
        assert start(client, task_id=TASK, params=params).status == "CAD_E_AUTHENTICATION"
    text = capfd.readouterr().err
    assert SECRET_TOKEN not in text and SECRET_VALUE not in text


@IN_EVERY_CALL_MODE
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_host_whose_standard_error_has_gone_lives_on(cad: Library, service: Service, start: CallMode) -> None:
    def called() -> int:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # as in every program that is not Python
        reader, writer = os.pipe()
        os.close(reader)
        os.dup2(writer, 2)
        with cad.client(endpoint=service.endpoint, token=service.token, log="debug") as client:
            return int(start(client, task_id=TASK).status != "CAD_OK")

    assert in_a_child(called) == 0
