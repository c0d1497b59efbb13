"""What only PHP has: signal handlers between two slices, and arrays for JSON."""
from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from emulator import Service
from script_process import Script, only_with
from toolchains import php
from waits import until

pytestmark = only_with(php.LANGUAGE)
PROLOGUE = """
require "CodeArtsDeploy.php";
pcntl_async_signals(true);
$task_id = getenv("TASK");
function say($value) { echo json_encode($value), "\\n"; }
"""
Run = Callable[[str], Script]


@pytest.fixture
def script(service: Service, tmp_path: Path) -> Run:
    command = php.build(tmp_path).runner[:-1]
    return lambda code: Script(php.build(tmp_path), service, *command, "-r", PROLOGUE + code)


@pytest.mark.parametrize("text", [r'"a\0b"', r'"\xff"', r'"\\\0"'])
def test_what_is_no_text_is_refused_at_its_place(script: Run, service: Service, text: str) -> None:
    code = f"""
    $params = [["key" => "k", "value" => {text}, "type" => "text"]];
    try {{
        (new CodeArtsDeploy\\Client())->call("start_deploy_task", ["task_id" => $task_id, "params" => $params]);
    }} catch (CodeArtsDeploy\\DeployError $error) {{
        foreach ($error->violations as $each) say([$each["path"], $each["rule"]]);
    }}
    """
    with script(code) as running:
        assert running.end() == [["params[0].value", "encoding"]]
    assert service.requests() == 0


def test_what_only_looks_like_a_nul_is_sent(script: Run, service: Service) -> None:
    code = r"""
    $params = [["key" => "k", "value" => '\u0000 größe', "type" => "text"]];
    (new CodeArtsDeploy\Client())->call("start_deploy_task", ["task_id" => $task_id, "params" => $params]);
    """
    with script(code) as running:
        assert running.end() == []
    assert service.records()[0]["params"][0]["value"] == r"\u0000 größe"


@pytest.mark.parametrize("call, outcome", [
    ('$client->call("start_deploy_task", ["task_id" => $task_id])', "left"),
    ('$client->call("deploy", ["task_id" => $task_id], fn () => null)', "left"),
    ('($held = $client->prepare("start_deploy_task", ["task_id" => $task_id]))->wait()', "unknown")])
def test_a_signal_handler_ends_the_wait(script: Run, service: Service, call: str, outcome: str) -> None:
    service.fault("stall_after_work", path="/start")
    code = f"""
    $held = null;
    pcntl_signal(SIGUSR1, function () use (&$held) {{
        if ($held === null) throw new RuntimeException("left");
        $held->cancel();
    }});
    $client = new CodeArtsDeploy\\Client();
    try {{
        {call};
    }} catch (CodeArtsDeploy\\DeployError $error) {{
        say($error->outcome);
    }} catch (RuntimeException $error) {{
        say($error->getMessage());
    }}
    """
    with script(code) as running:
        until(lambda: bool(service.records()), "nothing was started")
        running.process.send_signal(signal.SIGUSR1)
        assert running.end() == [outcome]
    service.release()


def test_use_after_close_throws(script: Run, service: Service) -> None:
    code = """
    $client = new CodeArtsDeploy\\Client();
    $running = $client->submit("deploy", ["task_id" => $task_id]);
    foreach ([$running, $running, $client, $client] as $each) $each->close();
    $running->cancel();
    foreach ([fn () => $running->wait(), fn () => $client->call("deploy")] as $use) {
        try {
            $use();
        } catch (CodeArtsDeploy\\ClosedError $error) {
            say($error->getMessage());
        }
    }
    """
    with script(code) as running:
        assert running.end() == [f"this {what} is closed; nothing was sent" for what in ("operation", "client")]
