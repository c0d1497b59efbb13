"""What Python has beside str, int, dict and list: it arrives as what it stands for, or is refused by its own name."""

from __future__ import annotations

import asyncio
import collections
import datetime
import decimal
import enum
import fractions
import os
import pathlib
import pickle
import subprocess
import types
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Union

import pytest

import codearts_deploy as cad
from codearts_deploy._request import milliseconds
from codearts_deploy.testing import Emulator
from tests.conftest import Document

SENT = [{"key": "version", "value": "1.2.3", "type": "text"}]
Kind = type[Union[cad.Client, cad.AsyncClient]]


class Version(str, enum.Enum):
    KEY = "version"
    LATEST = "1.2.3"
    TEXT = "text"


class Level(enum.IntEnum):
    LOW = 1


class Region(enum.Enum):
    NORTH = "cn-north-4"


class Shown(str):
    """A text that shows something else in its place, as markup or a masked secret does."""

    def __str__(self) -> str:
        return "***"

    def __repr__(self) -> str:
        return "***"

    def encode(self, *_: object) -> bytes:
        return b"***"

    def __format__(self, _: str) -> str:
        return "***"


class Number:
    """Python's protocol for a whole number of another kind, such as numpy's."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __index__(self) -> int:
        return self._number


class Real(Number):
    """... and for a real number that is no float, such as numpy's float32."""

    def __float__(self) -> float:
        return float(self._number)


class Mine(collections.UserDict):  # type: ignore[type-arg]
    pass


def generated() -> Iterator[Document]:
    yield from SENT


# ------------------------------------------------------------------------------------------------- the configuration --


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=ca", "-keyout", os.devnull]
    subprocess.run([*command, "-out", str(path)], check=True, capture_output=True)
    return path


@pytest.mark.parametrize("kind", [cad.Client, cad.AsyncClient])
@pytest.mark.parametrize("form", [Path, str, os.fsencode, pathlib.PurePosixPath, Shown], ids=lambda form: form.__name__)
def test_a_file_is_named_by_whatever_names_files(kind: Kind, authority: Path, form: Callable[[str], Any]) -> None:
    client = kind(region="cn-north-4", token="t", ca_file=form(str(authority)))
    assert client._configuration["ca_file"] in (str(authority), "***")


def test_the_file_that_was_named_is_the_one_that_is_read(service: Emulator, tmp_path: Path) -> None:
    """TLS to a server without it fails anyhow; the message names the file, where the library cannot use that."""
    missing = tmp_path / "no-such-file.pem"
    https = service.endpoint.replace("http:", "https:")
    errors = []
    for form in (str(missing), missing, os.fsencode(missing)):
        with pytest.raises(cad.CodeArtsDeployError) as caught:
            with cad.Client(endpoint=https, token="t", ca_file=form) as client:
                client.start_deploy_task(service.task_ids[0])
        errors.append((type(caught.value), str(caught.value), caught.value.outcome))
    assert errors[0] == errors[1] == errors[2]


@pytest.mark.parametrize("kind", [cad.Client, cad.AsyncClient])
@pytest.mark.parametrize(
    "configuration, words",
    [
        ({"ca_file": b"/etc/\xff.pem"}, "ca_file: The name of this file is not UTF-8"),
        ({"ca_file": "/etc/\udcff.pem"}, "ca_file: The name of this file is not UTF-8"),
        ({"ca_file": 5}, "ca_file: "),
        ({"ca_file": "a\0b"}, "ca_file: There is a NUL character"),
        ({"endpoint": Path("/x")}, r"endpoint: This is a value of type PosixPath.*; pass its str\(\)"),
        ({"token": b"hunter2"}, "token: This is a value of type bytes, .*; decode it to a str"),
        ({"token": None}, "token: "),
        ({"token": "hunter2\0"}, "token: There is a NUL"),
        ({"token": "hunter2\ud800"}, "token: Character 8 is half of a surrogate pair"),
        ({"iam": {"user": "u", "password": b"hunter2", "domain": "d"}}, "iam.password: .*decode it"),
        ({"region": Region.NORTH}, "region: .*; pass its value"),
        ({"timeout_ms": decimal.Decimal(5)}, "timeout_ms: This is a value of type Decimal"),
        ({"timeout_ms": float("inf")}, "timeout_ms: inf is no JSON value"),
        ({"timeout_ms": True}, "timeout_ms: "),
        ({"timeout_ms": "60"}, "timeout_ms: "),
        ({"allow_http": "yes"}, "allow_http: "),
        ({"tokn": Shown("x")}, "tokn: .*Did you mean token"),
        ({"max_attempts": Number(10**6)}, "max_attempts: "),
    ],
    ids=lambda value: str(next(iter(value.items())))[:40] if isinstance(value, dict) else "",
)
def test_a_fault_of_the_configuration_is_one_of_the_configuration(
    kind: Kind, configuration: Document, words: str
) -> None:
    with pytest.raises(cad.ConfigurationError, match=words) as caught:
        kind(**{"region": "cn-north-4", **configuration})
    error = caught.value
    assert error.status == "CAD_E_CONFIGURATION" and "configuration has a fault; nothing was sent" in str(error)
    assert "request" not in str(error) and "hunter2" not in f"{error} {error.document}"
    assert [fault.path.split(".")[0] for fault in error.violations] == list(configuration)


def test_all_faults_of_a_configuration_are_reported_at_once() -> None:
    with pytest.raises(cad.ConfigurationError, match="The configuration has 2 faults") as caught:
        cad.Client(token=b"hunter2", proxy=Path("/x"))  # type: ignore[arg-type]
    assert [fault.path for fault in caught.value.violations] == ["token", "proxy"]


def test_what_stands_for_a_text_or_a_number_is_one(service: Emulator) -> None:
    second = datetime.timedelta(seconds=1)
    with cad.Client(
        endpoint=Shown(service.endpoint), token=Shown(service.token), timeout_ms=60 * second,
        connect_timeout_ms=second, max_attempts=Number(1),  # type: ignore[arg-type]
    ) as client:
        assert client.start_deploy_task(Shown(service.task_ids[0])).id
    assert client._configuration["timeout_ms"] == 60_000
    assert client._configuration["connect_timeout_ms"] == 1000


def test_a_proxy_that_hides_its_password_is_a_secret_all_the_same() -> None:
    client = cad.Client(region="cn-north-4", proxy=Shown("http://somebody:hunter2@proxy:8080"))
    with pytest.raises(TypeError, match="cannot be pickled: .*proxy"):
        pickle.dumps(client)


# ------------------------------------------------------------------------------------------------------- parameters --


@pytest.mark.parametrize(
    "params",
    [
        {Version.KEY: Version.LATEST},
        {Shown("version"): Shown("1.2.3")},
        collections.OrderedDict(version="1.2.3"),
        types.MappingProxyType({"version": "1.2.3"}),
        collections.ChainMap({"version": "1.2.3"}),
        Mine(version="1.2.3"),
        tuple(SENT),
        generated(),
        iter(SENT),
        map(dict, SENT),
        (cad.DynamicConfigInfo(**entry) for entry in SENT),
        collections.deque(SENT),
        dict(enumerate(SENT)).values(),
        [Mine(SENT[0])],
        [cad.DynamicConfigInfo(Version.KEY, Version.LATEST, Version.TEXT)],
    ],
    ids=lambda params: type(params).__name__,
)
def test_parameters_arrive_in_whatever_holds_them(service: Emulator, client: cad.Client, params: cad.Params) -> None:
    client.start_deploy_task(service.task_ids[0], params=params)
    assert service.records()[0]["params"] == SENT


def test_an_item_of_many_has_the_same_freedom(service: Emulator, client: cad.Client) -> None:
    items: list[Any] = [
        {"task_id": Shown(service.task_ids[0]), "params": {Version.KEY: Version.LATEST}},
        Mine(task_id=service.task_ids[0], params=generated()),
    ]
    assert [result.outcome for result in client.start_many(item for item in items)] == ["started"] * 2
    assert [record["params"] for record in service.records()] == [SENT, SENT]


@pytest.mark.parametrize(
    "items", [None, 5, "abc", b"abc", {"task_id": "d2dc"}, cad.StartDeployTaskRequest("d2dc")], ids=repr
)
def test_what_is_no_series_of_starts_is_refused_by_its_name(client: cad.Client, items: Any) -> None:
    with pytest.raises(cad.ValidationError, match="nothing was sent. items: ") as caught:
        client.start_many(items)
    assert [fault.path for fault in caught.value.violations] == ["items"]


@pytest.mark.parametrize(
    "params, path, words",
    [
        ({"version": 1.1}, 'params["version"]', "This is a float, which does not keep how it was written"),
        ({"a": "1", "version": None}, 'params["version"]', "This is None. Pass a text, which may be empty, or leave"),
        ({"version": b"1"}, 'params["version"]', ".* type bytes, .*; decode it to a str"),
        ({"version": Path("x")}, 'params["version"]', r".* PosixPath, .*; pass its str\(\)"),
        ({"version": decimal.Decimal("nan")}, 'params["version"]', ".* Decimal"),
        ({"version": datetime.date(2026, 1, 2)}, 'params["version"]', ".* date, .*; pass its text"),
        ({"version": uuid.UUID(int=1)}, 'params["version"]', ".* UUID"),
        ({"version": Region.NORTH}, 'params["version"]', ".* type Region, .*; pass its value"),
        ({"version": {"nested": "1"}}, 'params["version"]', "This is an object; it must be a string"),
        ({"version": ["1"]}, 'params["version"]', "This is an array; it must be a string"),
        ({"a b": "1"}, 'params["a b"]', "In its name: Only letters"),
        ({'say "hi"': "1"}, r'params["say \"hi\""]', "In its name: Only letters"),
        ({"version:encrpyt": "1"}, 'params["version:encrpyt"]', "In its type: This must be one of: text, host_group"),
        ({"version:": "1"}, 'params["version:"]', "In its type: This must be one of"),
        ({"version": "1", "version:enum": "2"}, 'params["version:enum"]', "An earlier element has this key already"),
        ({"a": "1", 7: "seven"}, "params[7]", "In its name: This is a number; it must be a string"),
        (b"version=5", "params", "type bytes"),
        ([b"version"], "params[0]", "type bytes"),
        ([("version", "5")], "params[0]", "it must be an object"),
    ],
    ids=repr,
)
def test_a_wrong_parameter_is_named_as_its_caller_wrote_it(
    service: Emulator, client: cad.Client, params: Any, path: str, words: str
) -> None:
    with pytest.raises(cad.ValidationError, match=words) as caught:
        client.deploy(service.task_ids[0], params=params)
    [fault] = caught.value.violations
    assert (fault.path, caught.value.outcome, service.requests()) == (path, "not_sent", 0)


@pytest.mark.parametrize(
    "value, text",
    [
        (5, "5"), (-1, "-1"), (0, "0"), (True, "true"), (False, "false"), (Level.LOW, "1"),
        (decimal.Decimal("1.10"), "1.10"), (decimal.Decimal("0"), "0"), (10**30, "1" + "0" * 30), ("1.10", "1.10"),
    ],
    ids=repr,
)
def test_a_number_or_a_truth_value_is_the_text_that_was_written(
    service: Emulator, client: cad.Client, value: Any, text: str
) -> None:
    client.start_deploy_task(service.task_ids[0], params={"version": value})
    assert service.records()[0]["params"] == [{"key": "version", "value": text, "type": "text"}]


def test_a_key_may_name_the_type_of_its_parameter(service: Emulator, client: cad.Client) -> None:
    params = {"env:enum": "test", "secret:encrypt": "hunter2", "host:host_group": "h", "plain": "1", "open:text": "2"}
    client.start_deploy_task(service.task_ids[0], params=params)
    sent = {param["key"]: param["type"] for param in service.records()[0]["params"]}
    assert sent == {"env": "enum", "secret": "encrypt", "host": "host_group", "plain": "text", "open": "text"}


def test_a_fault_of_many_starts_is_told_by_the_item_and_its_key(service: Emulator, client: cad.Client) -> None:
    items = (item for item in [{"task_id": service.task_ids[0], "params": {"version": value}} for value in ("1", 1.5)])
    with pytest.raises(cad.ValidationError, match=r'items\[1\]\.params\["version"\]: This is a float') as caught:
        client.start_many(items)
    assert [fault.path for fault in caught.value.violations] == ['items[1].params["version"]']
    assert service.requests() == 0


def test_a_generator_that_fails_sends_nothing_and_fails_as_itself(service: Emulator, client: cad.Client) -> None:
    def failing() -> Iterator[Document]:
        yield SENT[0]
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        client.start_deploy_task(service.task_ids[0], params=failing())
    assert service.requests() == 0


def test_an_open_file_is_no_list_of_parameters(service: Emulator, client: cad.Client, authority: Path) -> None:
    with authority.open() as file, pytest.raises(cad.ValidationError, match="type TextIOWrapper"):
        client.start_deploy_task(service.task_ids[0], params=file)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------------------- times --


@pytest.mark.parametrize(
    "given, sent",
    [
        (2, 2000), (0.5, 500), (datetime.timedelta(minutes=10), 600_000), (datetime.timedelta(milliseconds=1), 1),
        (decimal.Decimal("1.5"), 1500), (fractions.Fraction(1, 4), 250), (Real(3), 3000), (None, None),
        (True, True), ("5", "5"), ([5], [5]),
    ],
)
def test_a_time_is_any_real_number_of_seconds(given: object, sent: object) -> None:
    found = milliseconds(given)
    assert (found, type(found)) == (sent, type(sent))


def test_a_deployment_is_waited_for_as_long_as_a_timedelta_says(service: Emulator, client: cad.Client) -> None:
    service.settings(step_ms=3_600_000)
    millisecond = datetime.timedelta(milliseconds=1)
    record = client.start_deploy_task(service.task_ids[0]).id
    with pytest.raises(cad.DeploymentTimedOutError):
        client.watch(service.task_ids[0], record, timeout=400 * millisecond, interval=10 * millisecond, log=False)
    assert client.show_deploy_status(service.task_ids[0], record, timeout_ms=datetime.timedelta(minutes=1))
    request = {"task_id": service.task_ids[0]}
    with client.submit("start_deploy_task", request) as operation:
        assert operation.wait(datetime.timedelta(minutes=1))["id"]


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"timeout": "5"}, "^timeout: This is a string; it must be a number of seconds or a timedelta"),
        ({"timeout": True}, "^timeout: This is true or false; it must be a number of seconds"),
        ({"timeout": -1}, "^timeout: This must be from 0.001 to 86400 seconds"),
        ({"timeout": datetime.timedelta(days=9)}, "^timeout: This must be from 0.001 to 86400 seconds"),
        ({"timeout": float("nan")}, "^timeout: nan"),
        ({"timeout": decimal.Decimal("Infinity")}, "^timeout: inf"),
        ({"timeout": b"5"}, "^timeout: This is a value of type bytes"),
        ({"timeout": datetime.time(1)}, "^timeout: This is a value of type time"),
        ({"interval": 0}, r"^interval: This must be from [\d.]+ to 60 seconds"),
        ({"wait_until_idle": []}, "^wait_until_idle: .*it must be a number of seconds or a timedelta"),
    ],
    ids=repr,
)
def test_a_wrong_time_is_named_as_its_caller_wrote_it(
    service: Emulator, client: cad.Client, arguments: Document, words: str
) -> None:
    with pytest.raises(cad.ValidationError) as caught:
        client.deploy(service.task_ids[0], **arguments)
    [fault] = caught.value.violations
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(str(fault))
    assert str(fault) in str(caught.value) and "_ms" not in str(caught.value)
    assert (caught.value.outcome, service.requests()) == ("not_sent", 0)


@pytest.mark.parametrize("name", ["timeout", "timeout_ms"])
def test_a_wrong_timeout_of_one_call_is_named_as_its_caller_wrote_it(client: cad.Client, name: str) -> None:
    limit: Document = {name: "600"}
    with pytest.raises(cad.ValidationError) as caught:
        client.show_app_detail_by_id("a" * 32, **limit)
    [fault] = caught.value.violations
    assert fault.path == name and ("seconds" in fault.message) == (name == "timeout")


def test_one_call_takes_seconds_and_one_of_the_two_limits(service: Emulator, client: cad.Client) -> None:
    task, second = service.task_ids[0], datetime.timedelta(seconds=1)
    for limit in (60, 0.5, decimal.Decimal(60), 60 * second):
        assert client.start_deploy_task(task, timeout=limit).id  # type: ignore[arg-type]  # a Decimal
    service.reset()
    with pytest.raises(cad.ValidationError, match="timeout: timeout_ms is given as well"):
        client.start_deploy_task(task, timeout=1, timeout_ms=1000)
    assert service.requests() == 0


def test_a_timeout_in_seconds_is_kept(service: Emulator, client: cad.Client) -> None:
    service.faults({"kind": "stall_before_work"})
    with pytest.raises(cad.CallTimeoutError):
        client.start_deploy_task(service.task_ids[0], timeout=0.2)


@pytest.mark.parametrize("kind", [cad.Client, cad.AsyncClient])
def test_a_client_takes_seconds(kind: Kind) -> None:
    client = kind(region="cn-north-4", timeout=1.5, connect_timeout=datetime.timedelta(seconds=2))
    assert (client._configuration["timeout_ms"], client._configuration["connect_timeout_ms"]) == (1500, 2000)
    with pytest.raises(cad.ConfigurationError, match="connect_timeout: connect_timeout_ms is given as well"):
        kind(region="cn-north-4", connect_timeout=1, connect_timeout_ms=1000)
    with pytest.raises(cad.ConfigurationError, match=r"timeout: This must be from 0.001 to 3600 seconds"):
        kind(region="cn-north-4", timeout=0)
    with pytest.raises(cad.ConfigurationError, match="timeout: This is a string; it must be a number of seconds"):
        kind(region="cn-north-4", timeout="600")  # type: ignore[arg-type]




@pytest.mark.parametrize("timeout", ["5", True, b"", [], object()], ids=repr)
def test_waiting_for_what_is_no_time_is_a_type_error(service: Emulator, client: cad.Client, timeout: Any) -> None:
    with client.submit("start_deploy_task", {"task_id": service.task_ids[0]}) as operation:
        with pytest.raises(TypeError, match="timeout is a value of type .*number of seconds or a timedelta"):
            operation.wait(timeout)
        with pytest.raises(ValueError, match="timeout is not a number"):
            operation.wait(float("nan"))
        assert operation.wait()["id"]


def test_a_day_is_a_date_or_its_text(service: Emulator, client: cad.Client) -> None:
    today = datetime.datetime.now(datetime.timezone.utc).date()
    client.start_deploy_task(service.task_ids[0])
    week = datetime.timedelta(days=7)
    project = service.project_id
    by_date = client.list_records(service.task_ids[0], since=today - week, until=today + week, project_id=project)
    by_text = client.list_records(
        service.task_ids[0], since=str(today - week), until=str(today + week), project_id=project
    )
    assert by_date == by_text and len(by_date) == 1
    with pytest.raises(cad.ValidationError, match="type datetime"):
        client.list_records(service.task_ids[0], since=datetime.datetime(2026, 1, 2), project_id=project)


@pytest.mark.parametrize(
    "arguments, path",
    [({"dry_run": 1}, "dry_run"), ({"guard": "no"}, "guard"), ({"log": 0}, "log"), ({"on_cancel": b""}, "on_cancel")],
    ids=repr,
)
def test_a_switch_is_true_or_false(client: cad.Client, arguments: Document, path: str) -> None:
    with pytest.raises(cad.ValidationError) as caught:
        client.deploy("d2dc947ec2424d8789bb3984bb3adf45", **arguments)
    assert [fault.path for fault in caught.value.violations] == [path]


def test_asyncio_says_the_same(aclient: cad.AsyncClient) -> None:
    with pytest.raises(cad.ValidationError, match="nothing was sent. timeout: This is a string"):
        asyncio.run(aclient.deploy("d2dc947ec2424d8789bb3984bb3adf45", timeout="5"))  # type: ignore[call-overload]
