"""What only Lua has: tables for JSON, a sleep of the host instead of blocking, and misuse that raises."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from emulator import Service
from script_process import Script, only_with
from toolchains import lua
from waits import until

pytestmark = only_with(lua.LANGUAGE)
PROLOGUE = """
local cad = require("codearts_deploy")
local task_id = os.getenv("TASK")
local function say(value) io.write(cad.json(value), "\\n") io.flush() end
"""
Run = Callable[[str], Script]


@pytest.fixture
def script(service: Service, tmp_path: Path) -> Run:
    return lambda code: Script(lua.build(tmp_path), service, "luajit", "-e", PROLOGUE + code)


@pytest.mark.parametrize("value, said", [
    ("{}", {}), ("cad.array({})", []), ("{1, 2.5, -3, true}", [1, 2.5, -3, True]), ("{a = {b = {}}}", {"a": {"b": {}}}),
    (r'"\"\\\n\t\27 größe"', '"\\\n\t\x1b größe'), ("1e15", 10**15), ("0.1", 0.1), ("2^53", 2**53)])
def test_a_table_is_written_as_json(script: Run, value: str, said: object) -> None:
    with script(f"say({value})") as running:
        assert running.end() == [said]


@pytest.mark.parametrize("text", [r'"a\0b"', r'"\255"', r'"\\\0"'])
def test_what_is_no_text_is_refused_at_its_place(script: Run, service: Service, text: str) -> None:
    code = f"""
    local params = {{{{key = "k", value = {text}, type = "text"}}}}
    local _, err = cad.client():call("start_deploy_task", {{task_id = task_id, params = params}})
    say({{err.violations[1].path, err.violations[1].rule}})
    """
    with script(code) as running:
        assert running.end() == [["params[0].value", "encoding"]]
    assert service.requests() == 0


def test_what_json_has_no_number_for_is_refused(script: Run) -> None:
    code = """
    local _, err = cad.validate("deploy", {task_id = task_id, timeout_ms = 0 / 0})
    say({err.violations[1].path, err.violations[1].rule, tostring(err):match("^CAD_E_VALIDATION: ") ~= nil})
    """
    with script(code) as running:
        assert running.end() == [["timeout_ms", "json", True]]


def test_a_call_sleeps_as_its_host_does(script: Run, service: Service) -> None:
    """As in OpenResty, where a worker goes on with other requests meanwhile."""
    service.fault("stall_after_work", path="/start")
    code = """
    cad.sleep = coroutine.yield
    local call = coroutine.wrap(function() return cad.client():call("start_deploy_task", {task_id = task_id}) end)
    local looks, answer = 0
    repeat
      answer = call()
      looks = looks + 1
      if looks == 3 then say("others have their turn") end
    until type(answer) == "table"
    say(answer:text("/id"))
    """
    with script(code) as running:
        assert running.line() == "others have their turn"
        until(lambda: bool(service.records()), "nothing was started")
        service.release()
        assert running.end() == [service.records()[0]["record_id"]]


def test_use_after_close_raises(script: Run, service: Service) -> None:
    code = """
    local client = cad.client()
    local running = client:submit("deploy", {task_id = task_id})
    running:close()
    running:close()
    running:cancel()
    client:close()
    client:close()
    for _, use in ipairs({function() running:wait() end, function() client:call("deploy") end}) do
      local _, why = pcall(use)
      say(why:match("this .*"))
    end
    """
    with script(code) as running:
        assert running.end() == [f"this {what} is closed; nothing was sent" for what in ("operation", "client")]


def test_what_a_listener_raises_cancels_the_call(script: Run, service: Service) -> None:
    service.next_lasts()
    code = """
    local function on_event(event) if event:text("/event") == "started" then error({"enough"}) end end
    local _, why = pcall(function() cad.client():call("deploy", {task_id = task_id}, on_event) end)
    say(why)
    """
    with script(code) as running:
        assert running.end() == [["enough"]]
    assert len(service.records()) == 1
