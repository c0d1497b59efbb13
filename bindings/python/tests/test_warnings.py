"""What the library warns of cannot be missed, and no warning filter loses a deployment over it."""

from __future__ import annotations

import asyncio
import copy
import inspect
import os
import pickle
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import codearts_deploy as cad
from codearts_deploy import _text
from codearts_deploy.testing import Emulator
from tests.conftest import Document, Run, given

TASK = "d2dc947ec2424d8789bb3984bb3adf45"
FIRST, SECOND = "The application does not mention versoin.", "This machine's clock is 3 days behind."
Warned = list[warnings.WarningMessage]


def with_warnings(document: Document) -> Document:
    """The library's document as it is where there is something to warn of."""
    if str(document.get("status", "")).startswith("CAD_E_"):
        document["warnings"] = [FIRST, SECOND]
    elif "_meta" in document:
        document["_meta"]["warnings"] = [FIRST, SECOND]
    for nested in [document.get("reply"), document.get("error"), *document.get("items", ())]:
        if isinstance(nested, dict):
            with_warnings(nested)
    return document


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = _text.from_json
    monkeypatch.setattr(_text, "from_json", lambda text: with_warnings(decoded(text)))


@pytest.fixture
def service(emulator: Emulator) -> Emulator:
    emulator.reset()
    emulator.settings(pending_ms=0, step_ms=1)
    return emulator


def here() -> int:
    """The line of the caller."""
    return given(given(inspect.currentframe()).f_back).f_lineno


def on_thread(call: Callable[[], Any]) -> Any:
    """What it gives, or raises, on another thread than the main one."""
    done: list[Any] = []

    def work() -> None:
        try:
            done.append(call())
        except BaseException as error:
            done.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]


def started(client: cad.Client) -> Any:
    return client.start_deploy_task(TASK)


def on_another_thread(client: cad.Client) -> Any:
    return on_thread(lambda: client.start_deploy_task(TASK))


def gone_back_to(client: cad.Client) -> Any:
    return client.rollback_records(TASK, "0" * 32)


def deployed(client: cad.Client) -> Any:
    return client.deploy(TASK, interval=0.01)


def deployed_with_events(client: cad.Client) -> Any:
    return client.deploy(TASK, interval=0.01, on_event=lambda event: None)


def awaited(client: cad.Client) -> Any:
    async def main() -> Any:
        other = cad.AsyncClient(endpoint=str(client._configuration["endpoint"]), token="t" * 8)
        other._handle = client._handle
        return await other.start_deploy_task(TASK)

    return asyncio.run(main())


WAYS = [started, on_another_thread, deployed, deployed_with_events, awaited]
Way = Callable[[cad.Client], Any]
each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


@each_way
def test_a_warning_names_the_record_and_the_callers_own_line(
    service: Emulator, client: cad.Client, warned: None, way: Way
) -> None:
    with pytest.warns(cad.DeployWarning) as issued:
        result = way(client)
    record = service.records()[0]["record_id"]
    assert result.warnings == (FIRST, SECOND)
    assert [str(one.message) for one in issued] == [f"{text} (record {record})" for text in (FIRST, SECOND)]
    assert {one.filename for one in issued} == {__file__}
    source, start = inspect.getsourcelines(way)
    calls = {start + number for number, line in enumerate(source) if ".deploy(" in line or ".start_" in line}
    assert {one.lineno for one in issued} == calls
    for one in issued:
        message = one.message
        assert isinstance(message, cad.DeployWarning)
        assert (message.record_id, message.result.warnings) == (record, result.warnings)


@each_way
def test_as_an_exception_it_has_the_result_and_the_record(
    service: Emulator, client: cad.Client, warned: None, way: Way
) -> None:
    with warnings.catch_warnings(), pytest.raises(cad.DeployWarning, match="versoin.*record") as caught:
        warnings.simplefilter("error")
        way(client)
    [record] = service.records()
    assert caught.value.record_id == record["record_id"] and record["record_id"] in str(caught.value)
    assert caught.value.result.warnings == (FIRST, SECOND)
    assert cad.deployment_outcome(caught.value) == caught.value.result
    if way in (deployed, deployed_with_events):
        assert record["state"] == "succeeded"  # it was raised after the end


@each_way
def test_an_error_has_them_and_stays_the_error(service: Emulator, client: cad.Client, warned: None, way: Way) -> None:
    service.faults({"kind": "busy", "path": "/start", "times": 2})
    with pytest.warns(cad.DeployWarning, match="versoin"), pytest.raises(cad.BusyError) as caught:
        way(client)
    assert caught.value.warnings == (FIRST, SECOND)
    assert pickle.loads(pickle.dumps(caught.value)).warnings == (FIRST, SECOND)
    with warnings.catch_warnings(), pytest.raises(cad.BusyError) as caught:
        warnings.simplefilter("error")
        way(client)
    assert isinstance(caught.value.__context__, cad.DeployWarning)


def test_a_failed_deployment_warns_with_its_record(service: Emulator, client: cad.Client, warned: None) -> None:
    service.outcomes({"end": "failed", "failed_step": 1})
    with pytest.warns(cad.DeployWarning) as issued, pytest.raises(cad.DeploymentFailedError) as caught:
        client.deploy(TASK, interval=0.01)
    assert [one.message.record_id for one in issued] == [caught.value.record_id] * 2  # type: ignore[union-attr]


def test_a_start_in_one_call_warns(
    service_environment: Emulator, warned: None, recwarn: pytest.WarningsRecorder
) -> None:
    cad.start_task(TASK); line = here()  # noqa: E702
    assert [(one.filename, one.lineno) for one in recwarn] == [(__file__, line)] * 2


def test_an_operation_in_the_background_warns_once_where_it_is_waited_for(
    client: cad.Client, warned: None, recwarn: pytest.WarningsRecorder
) -> None:
    with client.submit("start_deploy_task", {"task_id": TASK}) as operation:
        result = operation.wait(); line = here()  # noqa: E702
        assert operation.wait() == result and result["_meta"]["warnings"] == [FIRST, SECOND]
    assert [(one.filename, one.lineno) for one in recwarn] == [(__file__, line)] * 2
    assert result["id"] in str(recwarn[0].message)


def test_after_an_exception_the_result_can_still_be_waited_for(client: cad.Client, warned: None) -> None:
    with client.submit("start_deploy_task", {"task_id": TASK}) as operation, warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(cad.DeployWarning) as caught:
            operation.wait()
        assert operation.wait() == caught.value.result


def test_what_on_event_was_told_is_not_issued_again(
    service: Emulator, client: cad.Client, aclient: cad.AsyncClient, monkeypatch: pytest.MonkeyPatch,
    recwarn: pytest.WarningsRecorder,
) -> None:
    service.settings(declared=["version"])
    decoded = _text.from_json
    told: list[Document] = []
    monkeypatch.setattr(_text, "from_json", lambda text: add([*messages(told), SECOND], decoded(text)))

    def add(texts: list[str], document: Document) -> Document:
        if "_meta" in document:
            document["_meta"]["warnings"] = texts
        return document

    def messages(events: list[Document]) -> list[str]:
        return [event["message"] for event in events if event["event"] == "warning"]

    request = {"interval_ms": 10, "params": [{"key": "versoin", "value": "1", "type": "text"}], "task_id": TASK}
    params = {"versoin": "1"}
    for deploy in (
        lambda: client.deploy(TASK, params=params, interval=0.01, on_event=told.append),
        lambda: asyncio.run(aclient.deploy(TASK, params=params, interval=0.01, on_event=told.append)),
        lambda: followed(client, request, told),
    ):
        told.clear()
        deploy()
        assert "versoin" in messages(told)[0]
        assert [str(one.message).split(" (record")[0] for one in recwarn] == [SECOND]
        recwarn.clear()


def followed(client: cad.Client, request: Document, told: list[Document]) -> None:
    with client.submit("deploy", request) as operation:
        told.extend(map(dict, operation.events()))
        operation.wait()


def test_records_have_warnings_too(service: Emulator, warned: None) -> None:
    with cad.Client(endpoint=service.endpoint, token=service.token, project_id=service.project_id) as client:
        with pytest.warns(cad.DeployWarning):
            records = client.list_records(TASK)
    copies: list[Any] = [records, copy.deepcopy(records), pickle.loads(pickle.dumps(records))]
    for twin in copies:
        assert twin == [] and twin.warnings == (FIRST, SECOND)


def test_without_warnings_there_are_none(client: cad.Client, recwarn: pytest.WarningsRecorder) -> None:
    assert client.start_deploy_task(TASK).warnings == client.deploy(TASK, interval=0.01).warnings == ()
    assert cad.BusyError({}).warnings == () and list(recwarn) == []


# ----------------------------------------------------------------------------------------------------- many starts --

ITEMS = [{"task_id": TASK}] * 3
Many = Callable[[cad.Client, str], Iterator[cad.StartResult]]


def blocking(client: cad.Client, results: cad.Results) -> Iterator[cad.StartResult]:
    yield from client.start_many(ITEMS, results=results)


def awaiting(client: cad.Client, results: cad.Results) -> Iterator[cad.StartResult]:
    """The results, and after them what was raised."""
    taken: list[cad.StartResult] = []

    async def main() -> None:
        other = cad.AsyncClient(endpoint=str(client._configuration["endpoint"]), token="t" * 8)
        other._handle = client._handle
        async for result in other.start_many(ITEMS, results=results):
            taken.append(result)

    try:
        asyncio.run(main())
    finally:
        yield from taken


@pytest.mark.parametrize("results", ["stream", "collect"])
@pytest.mark.parametrize("many", [blocking, awaiting])
def test_many_starts_warn_once_for_all(
    service: Emulator, client: cad.Client, warned: None, many: Many, results: cad.Results, recwarn: pytest.WarningsRecorder
) -> None:
    given_results = list(many(client, results))
    assert [result.warnings for result in given_results] == [(FIRST, SECOND)] * 3
    texts = [str(one.message) for one in recwarn]
    assert [text.split(" (record")[0] for text in texts] == [FIRST, SECOND]
    assert all(text.endswith(f"(record {given(given_results[0].reply).id} and 2 more)") for text in texts)
    assert {one.filename for one in recwarn} == {__file__}


@pytest.mark.parametrize("results", ["stream", "collect"])
def test_many_starts_are_all_given_before_a_warning_is_raised(
    service: Emulator, client: cad.Client, warned: None, results: cad.Results
) -> None:
    taken = []
    with warnings.catch_warnings(), pytest.raises(cad.DeployWarning) as caught:
        warnings.simplefilter("error")
        for result in client.start_many(ITEMS, results=results):
            taken.append(result)
    assert {given(result.reply).id for result in taken} == {record["record_id"] for record in service.records()}
    assert len(taken) == 3 and caught.value.result in taken


def test_many_starts_of_asyncio_are_all_given_before_a_warning_is_raised(
    service: Emulator, aclient: cad.AsyncClient, warned: None, run: Run
) -> None:
    taken: list[cad.StartResult] = []

    async def main() -> None:
        async for result in aclient.start_many(ITEMS):
            taken.append(result)

    with warnings.catch_warnings(), pytest.raises(cad.DeployWarning) as caught:
        warnings.simplefilter("error", cad.DeployWarning)
        run(main())
    assert len(taken) == 3 and caught.value.result in taken


def test_many_starts_by_name_warn_as_well(client: cad.Client, warned: None, recwarn: pytest.WarningsRecorder) -> None:
    assert client.call("start_many", {"items": ITEMS})["counts"]["started"] == 3
    assert [str(one.message) for one in recwarn] == [FIRST, SECOND]


def test_whoever_leaves_many_starts_early_is_warned_as_well(
    client: cad.Client, warned: None, recwarn: pytest.WarningsRecorder
) -> None:
    for _ in client.start_many(ITEMS):
        break
    assert len(recwarn) == 2


def test_an_item_that_failed_warns(service: Emulator, client: cad.Client, warned: None) -> None:
    service.faults({"kind": "busy", "times": 3})
    with pytest.warns(cad.DeployWarning, match="versoin"):
        [*results] = client.start_many(ITEMS)
    assert [result.warnings for result in results] == [(FIRST, SECOND)] * 3


# ------------------------------------------------------------------------------------- as a user's program has it --

WRONG_CLOCK = "This machine's clock is"
PROGRAM = f"""if True:
    import sys
    import codearts_deploy as cad
    client = cad.Client(endpoint=sys.argv[1])
    task = "{TASK}"
"""


@pytest.fixture
def wrong_clock(service: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """A warning that the library gives with each operation: the service's clock is two hours ahead of this one."""
    service.settings(clock_offset_s=7200)
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", service.token)
    return service


def program(service: Emulator, code: str, *options: str, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *options, "-c", PROGRAM + code, service.endpoint]
    return subprocess.run(command, text=True, timeout=120, **{"capture_output": True, **kwargs})


def test_a_program_is_warned_of_each_deployment_and_once_of_the_rest(wrong_clock: Emulator) -> None:
    code = """
    for _ in range(3):
        client.start_deploy_task(task)
    for _ in range(3):
        client.show_deploy_task_detail(task)
    """
    done = program(wrong_clock, code)
    lines = [line for line in done.stderr.splitlines() if WRONG_CLOCK in line]
    assert (done.returncode, len(lines)) == (0, 4)
    assert all(record["record_id"] in line for record, line in zip(wrong_clock.records(), lines))
    assert all("DeployWarning" in line for line in lines)


def test_a_program_that_makes_warnings_errors_reports_the_record(wrong_clock: Emulator) -> None:
    done = program(wrong_clock, "    client.start_deploy_task(task)\n", "-W", "error")
    [record] = wrong_clock.records()
    assert done.returncode == 1
    assert f"(record {record['record_id']})" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("options", [["-W", "ignore"], ["-W", "ignore::UserWarning"]], ids=str)
def test_a_program_may_ignore_them(wrong_clock: Emulator, options: list[str]) -> None:
    done = program(wrong_clock, "    print(client.start_deploy_task(task).warnings)\n", *options)
    assert (done.returncode, done.stderr) == (0, "") and WRONG_CLOCK in done.stdout


@pytest.mark.parametrize("stderr", ["/dev/full", "closed", "none"])
def test_a_standard_error_that_takes_nothing_loses_nothing(wrong_clock: Emulator, stderr: str) -> None:
    code = "    sys.stderr = None\n" if stderr == "none" else ""
    code += "    print(client.start_deploy_task(task).id)\n"
    if stderr == "closed":
        done = program(
            wrong_clock, code, capture_output=False, stdout=subprocess.PIPE, preexec_fn=lambda: os.close(2)
        )
    else:
        with open("/dev/full", "w") as full:
            done = program(wrong_clock, code, capture_output=False, stdout=subprocess.PIPE, stderr=full)
    assert done.stdout.strip() == wrong_clock.records()[0]["record_id"]


@pytest.mark.parametrize(
    "code",
    [
        "    import atexit; atexit.register(lambda: client.start_deploy_task(task))\n",
        """
    class Last:
        def __del__(self, client=client, task=task):
            client.start_deploy_task(task)
    last = Last()
    """,
        """
    import threading
    threading.Thread(target=lambda: [client.start_deploy_task(task) for _ in range(100000)], daemon=True).start()
    client.start_deploy_task(task)
    """,
    ],
    ids=["atexit", "finalizer", "daemon thread"],
)
def test_the_interpreters_end_is_no_trouble(wrong_clock: Emulator, code: str) -> None:
    done = program(wrong_clock, code)
    assert done.returncode == 0 and wrong_clock.records()
    assert "Exception ignored" not in done.stderr and "Traceback" not in done.stderr


def test_a_warning_is_pickled_and_copied() -> None:
    warning = cad.DeployWarning(FIRST, {"a": 1}, "r", 2)
    for twin in (pickle.loads(pickle.dumps(warning)), copy.copy(warning)):
        assert (str(twin), twin.result, twin.record_id) == (f"{FIRST} (record r and 2 more)", {"a": 1}, "r")


def test_a_task_names_a_line_of_the_program(
    run: Run, aclient: cad.AsyncClient, service: Emulator, warned: None, recwarn: pytest.WarningsRecorder
) -> None:
    """Of a coroutine that was handed to the loop nobody knows where it was called; the loop's own lines say nothing."""

    async def main() -> None:
        await asyncio.gather(aclient.start_deploy_task(TASK), aclient.deploy(TASK, interval=0.01))

    run(main())
    assert len(recwarn) == 4
    assert not [one.filename for one in recwarn if "asyncio" in one.filename or "codearts_deploy/" in one.filename]


# ------------------------------------------------------- with a library that puts its warnings into its documents --

META = cad.schema("start_deploy_task")["response"]["properties"].get("_meta", {}).get("properties", {})
needs_warnings = pytest.mark.xfail(
    "warnings" not in META, reason="the library is older than its list of warnings", strict=True
)
needs_undeclared = pytest.mark.xfail(
    "undeclared" not in cad.schema("deploy")["request"]["properties"],
    reason="the library is older than `undeclared`", strict=True,
)


@needs_warnings
def test_a_parameter_that_is_not_declared_is_warned_of(service: Emulator, client: cad.Client) -> None:
    service.settings(declared=["version"])
    with pytest.warns(cad.DeployWarning, match="versoin") as issued:
        deployment = client.deploy(TASK, params={"versoin": "1"}, interval=0.01)
    assert len(issued) == 1 and len(deployment.warnings) == 1
    assert "version" in deployment.warnings[0]


@needs_warnings
def test_a_failed_deployment_knows_of_its_undeclared_parameter(service: Emulator, client: cad.Client) -> None:
    service.settings(declared=["version"])
    service.outcomes({"end": "failed", "failed_step": 1})
    with pytest.warns(cad.DeployWarning, match="versoin"), pytest.raises(cad.DeploymentFailedError) as caught:
        client.deploy(TASK, params={"versoin": "1"}, interval=0.01)
    assert "versoin" in caught.value.warnings[0]


@needs_undeclared
def test_an_undeclared_parameter_can_be_refused_or_ignored(
    service: Emulator, client: cad.Client, recwarn: pytest.WarningsRecorder
) -> None:
    service.settings(declared=["verbose", "version"])
    with pytest.raises(cad.ValidationError, match="versoin.*version") as caught:
        client.deploy(TASK, params={"versoin": "1"}, interval=0.01, undeclared="refuse")
    assert caught.value.outcome == "not_sent" and service.records() == []
    assert client.deploy(TASK, params={"versoin": "1"}, interval=0.01, undeclared="ignore").warnings == ()
    assert list(recwarn) == []


def test_undeclared_is_passed_on(client: cad.Client) -> None:
    with pytest.raises(cad.ValidationError) as caught:
        client.deploy(TASK, undeclared="forbid")  # type: ignore[call-overload]
    assert [fault.path for fault in caught.value.violations] == ["undeclared"]
