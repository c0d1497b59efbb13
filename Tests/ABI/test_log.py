"""CODEARTS_DEPLOY_LOG=debug, and "log" of a configuration: every event on standard error, a line each."""
import json
import os
import signal
from typing import Any, List

import pytest

from abi import SECRET_TOKEN, SECRET_VALUE, TASK, Library
from child import in_a_child
from emulator_process import EmulatorProcess
from ways import BY_EVERY_WAY, Way

PREFIX = "codearts-deploy "


def lines(text: str) -> List[dict]:
    """The events in what stood on standard error, each checked to be one."""
    for line in text.splitlines():
        assert line.startswith(PREFIX), line
    return [json.loads(line[line.index("{"):]) for line in text.splitlines()]


@BY_EVERY_WAY
@pytest.mark.parametrize("place", ["variable", "configuration"])
def test_every_event_is_a_line(
        cad: Library, service: EmulatorProcess, capfd: Any, monkeypatch: pytest.MonkeyPatch, start: Way,
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


@BY_EVERY_WAY
def test_without_the_wish_nothing_is_written(cad: Library, service: EmulatorProcess, capfd: Any, start: Way) -> None:
    service.fault("busy")
    with cad.client(endpoint=service.endpoint, token=service.token, log="off") as client:
        start(client, task_id=TASK)
    assert capfd.readouterr() == ("", "")


@BY_EVERY_WAY
def test_no_secret_is_logged(cad: Library, service: EmulatorProcess, capfd: Any, start: Way) -> None:
    params = [{"key": "k", "value": SECRET_VALUE, "type": "encrypt"}]
    with cad.client(endpoint=service.endpoint, token=SECRET_TOKEN, log="debug") as client:
        assert start(client, task_id=TASK, params=params).status == "CAD_E_AUTHENTICATION"
    text = capfd.readouterr().err
    assert SECRET_TOKEN not in text and SECRET_VALUE not in text


@BY_EVERY_WAY
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_host_whose_standard_error_has_gone_lives_on(cad: Library, service: EmulatorProcess, start: Way) -> None:
    def called() -> int:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # as in every program that is not Python
        reader, writer = os.pipe()
        os.close(reader)
        os.dup2(writer, 2)
        with cad.client(endpoint=service.endpoint, token=service.token, log="debug") as client:
            return int(start(client, task_id=TASK).status != "CAD_OK")

    assert in_a_child(called) == 0
