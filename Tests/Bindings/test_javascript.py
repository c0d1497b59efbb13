"""What only Node has: a loop that must not be blocked, workers with loops of their own, and AbortSignal."""
from __future__ import annotations

import re
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from emulator import Service
from script_process import Script, only_with
from toolchains import Programs, javascript
from waits import until

pytestmark = only_with(javascript.LANGUAGE)
Run = Callable[[str], Script]
PROLOGUE = """
const cad = require("codearts_deploy");
const task_id = process.env.TASK;
const say = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
const controller = () => { const it = new AbortController(); return { signal: it.signal, abort: () => it.abort() }; };
const started = (client, options) => client.call("start_deploy_task", { task_id }, options);
"""


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Programs:
    return javascript.build(tmp_path_factory.mktemp("javascript"))


@pytest.fixture
def script(node: Programs, service: Service) -> Run:
    return lambda code: Script(node, service, "node", "-e", PROLOGUE + code)


def test_the_loop_goes_on_while_a_call_waits(script: Run, service: Service) -> None:
    service.fault("stall_after_work", path="/start")
    code = """
    let ticks = 0;
    const ticking = setInterval(() => ++ticks === 20 && say("ticks"), 5);
    started(new cad.Client()).then((reply) => { clearInterval(ticking); say(reply.id); });
    """
    with script(code) as running:
        assert running.line() == "ticks"
        until(lambda: bool(service.records()), "nothing was started")
        service.release()
        assert running.end() == [service.records()[0]["record_id"]]


@pytest.mark.parametrize("begin", [
    "started(client, { signal })", 'client.submit("deploy", { task_id }, { signal }).wait()'])
def test_an_abort_ends_a_call_that_waits(script: Run, service: Service, begin: str) -> None:
    service.fault("stall_after_work", path="/start")
    code = f"""
    const [client, {{ signal, abort }}] = [new cad.Client(), controller()];
    process.once("SIGUSR2", abort);
    {begin}.catch((error) => say([error.status, error.outcome]));
    """
    with script(code) as running:
        until(lambda: bool(service.records()), "nothing was started")
        running.process.send_signal(signal.SIGUSR2)
        assert running.end() == [["CAD_E_CANCELLED", "unknown"]]
    service.release()


def test_what_was_aborted_before_is_not_sent(script: Run, service: Service) -> None:
    code = """
    const signal = AbortSignal.abort(new RangeError("enough"));
    started(new cad.Client(), { signal }).catch((error) => say([error.status, error.outcome, error.cause.message]));
    """
    with script(code) as running:
        assert running.end() == [["CAD_E_CANCELLED", "not_sent", "enough"]]
    assert service.requests() == 0


def test_what_a_listener_throws_cancels_the_call(script: Run, service: Service) -> None:
    service.next_lasts()
    code = """
    const onEvent = (event) => { if (event.event === "started") throw new RangeError("enough"); };
    new cad.Client().call("deploy", { task_id }, { onEvent }).catch((error) => say(error.message));
    """
    with script(code) as running:
        assert running.end() == ["enough"]
    assert len(service.records()) == 1


def test_close_lets_what_runs_end(script: Run, service: Service) -> None:
    code = """
    const client = new cad.Client();
    const running = [started(client), started(client)];
    client.close();
    Promise.all(running).then((replies) => say(replies.length));
    started(client).catch((error) => say([error.code, error instanceof cad.ClosedError]));
    """
    with script(code) as running:
        assert running.end() == [["ERR_CODEARTS_DEPLOY_CLOSED", True], 2]
    assert len(service.records()) == 2


def test_an_operation_that_is_closed_says_so(script: Run, service: Service) -> None:
    service.next_lasts()
    code = """
    const running = new cad.Client().submit("deploy", { task_id });
    running.wait().catch((error) => say(error.message));
    running.close();
    running.close();
    running.cancel();
    running[Symbol.asyncIterator]().next().catch((error) => say(error.message));
    """
    with script(code) as running:
        assert running.end() == ["this operation is closed; nothing was sent"] * 2


@pytest.mark.parametrize("text", ["a\\0b", "\\ud800", "\\udfff\\ud800", "\\\\\\0"])
def test_what_no_utf_8_can_say_is_refused_in_an_object_too(script: Run, service: Service, text: str) -> None:
    code = f"""
    const params = [{{ key: "k", value: "{text}", type: "text" }}];
    new cad.Client().call("start_deploy_task", {{ task_id, params }})
      .catch((error) => say(error.violations.map(({{ path, rule }}) => [path, rule])));
    """
    with script(code) as running:
        assert running.end() == [[["params[0].value", "encoding"]]]
    assert service.requests() == 0


def test_what_only_looks_like_a_nul_is_sent(script: Run, service: Service) -> None:
    code = r"""
    const params = [{ key: "k", value: "\\u0000 😀", type: "text" }];
    new cad.Client().call("start_deploy_task", { task_id, params }).then(() => say("sent"));
    """
    with script(code) as running:
        assert running.end() == ["sent"]
    assert service.records()[0]["params"][0]["value"] == "\\u0000 😀"


def test_an_exit_does_not_wait_for_what_is_held(script: Run, service: Service) -> None:
    service.fault("stall_after_work", path="/start", times=2)
    code = """
    cad.startTask(task_id);
    started(new cad.Client());
    process.once("SIGUSR2", () => process.exit());
    """
    with script(code) as running:
        until(lambda: len(service.records()) == 2, "nothing was started")
        running.process.send_signal(signal.SIGUSR2)
        assert running.end() == []  # before the service has answered
    service.release()


def test_a_worker_that_is_ended_in_a_call_leaves_the_others_alone(script: Run, service: Service) -> None:
    service.next_lasts()
    code = """
    const { Worker } = require("node:worker_threads");
    const prologue = `const cad = require("codearts_deploy"); const { parentPort } = require("node:worker_threads");`;
    const watching = new Worker(`${prologue}
      const onEvent = (event) => event.event === "started" && parentPort.postMessage(0);
      new cad.Client().call("deploy", { task_id: "${task_id}" }, { onEvent });
      cad.startTask("${task_id}");`, { eval: true });
    const starting = `${prologue}
      new cad.Client().call("start_deploy_task", { task_id: "${task_id}" }).then(() => parentPort.postMessage(1));`;
    watching.once("message", async () => {
      await watching.terminate();
      const others = [1, 2, 3].map(() => new Worker(starting, { eval: true }));
      await Promise.all(others.map((worker) => new Promise((resolve) => worker.once("exit", resolve))));
      say((await started(new cad.Client()))._meta.http_status);
    });
    """
    with script(code) as running:
        assert running.end() == [200]
    assert len(service.records()) in (5, 6)  # the one call of the worker that was ended may not have come so far


#: Line -> what the compiler says of it; nothing where it is right.
TYPED = {
    "(await client.call('deploy', { task_id })).state!.length;": "",
    "(await cad.startTask(task_id, { trigger_source: '0' })).id!.length;": "",
    "for await (const event of client.submit('watch', { task_id, record_id: task_id })) event.event;": "",
    "await client.call('an_operation_of_a_newer_library', '{}', { signal: new AbortController().signal });": "",
    "try { client.close(); } catch (e) { if (e instanceof cad.CodeArtsDeployError) e.violations[0].path; }": "",
    "await client.call('deploy', { task_id: 5 });": "'number' is not assignable to type 'string'",
    "await client.call('deploy', { task_id, intervall_ms: 500 });": "intervall_ms",
    "await client.call('watch', { task_id });": "record_id",
    "await client.call('deploy', { task_id }, { onEvents: () => {} });": "onEvents",
}


def test_the_types_know_the_operations(node: Programs, tmp_path: Path) -> None:
    if shutil.which("tsc") is None:
        pytest.skip("there is no tsc on the PATH")
    (tmp_path / "node_modules").symlink_to(node.environment["NODE_PATH"])
    lines = ['import * as cad from "codearts_deploy"; async function main(client: cad.Client, task_id: string) {', *TYPED]
    (tmp_path / "main.ts").write_text("\n".join([*lines, "}"]))
    compiled = subprocess.run(
        ["tsc", "--noEmit", "--strict", "--target", "es2022", "--module", "node16", "--lib", "es2022,dom", "main.ts"],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    for number, (line, fault) in enumerate(TYPED.items(), 2):
        said = "".join(re.findall(rf"^main\.ts\({number},.*(?:\n  .*)*", compiled.stdout, re.M))
        assert (fault in said) if fault else (said == ""), f"{line}\n{compiled.stdout}"
