"""Parameters that the application does not mention: warned of, refused, or left to the service, as one wishes."""
from typing import Any

import pytest

from abi import TASK, Client
from emulator import Service
from following import call, deploy, private, text


@pytest.fixture(autouse=True)
def declared(service: Service) -> None:
    service.settings(declared=["version", "replicas", "region", "db_password"])


def test_refused_before_anything_is_started_with_the_nearest_name_first(client: Client, service: Service) -> None:
    followed = deploy(client, undeclared="refuse", params=[text("region", "x"), text("versoin", "1")])
    assert (followed.status, followed.outcome) == ("CAD_E_VALIDATION", "not_sent")
    [violation] = followed.document["violations"]
    assert (violation["path"], violation["rule"]) == ("params[1].key", "unknown_field")
    for words in (violation["message"], followed.document["message"]):
        names = words[words.index("It knows"):]
        assert "versoin" in words and names.index("version") < names.index("region") < names.index("db_password")
    assert service.records() == [] and service.asked(method="POST") == 0


def test_every_one_of_them_is_named(client: Client, service: Service) -> None:
    followed = deploy(
        client, undeclared="refuse", params=[text("a1", "1"), text("version", "1"), private("db_pasword", "s3cret")])
    assert [each["path"] for each in followed.document["violations"]] == ["params[0].key", "params[2].key"]
    assert "db_password" in followed.document["violations"][1]["message"]
    assert "s3cret" not in str(followed.document) and service.records() == []


def test_what_is_declared_is_started(client: Client, service: Service) -> None:
    followed = deploy(client, undeclared="refuse", params=[text("version", "1"), private("db_password", "x")])
    assert followed.status == "CAD_OK" and len(service.started()) == 1


@pytest.mark.parametrize("undeclared, count", [(None, 1), ("warn", 1), ("ignore", 0)])
def test_warned_of_unless_told_otherwise(
        client: Client, service: Service, undeclared: Any, count: int) -> None:
    options = {} if undeclared is None else {"undeclared": undeclared}
    followed = deploy(client, params=[text("versoin", "1")], **options)
    assert followed.status == "CAD_OK" and len(followed.warnings) == count
    assert all("It knows version, " in each for each in followed.warnings)


def test_what_cannot_be_looked_at_cannot_be_let_through(client: Client, service: Service) -> None:
    service.fault("error", http_status=403, path=f"/tasks/{TASK}", method="GET")
    followed = deploy(client, undeclared="refuse", params=[text("version", "1")])
    assert (followed.status, followed.outcome) == ("CAD_E_PERMISSION", "not_sent") and service.records() == []


def test_an_application_that_names_no_parameter_refuses_none_and_says_so(client: Client, service: Service) -> None:
    service.settings(declared=[])
    followed = deploy(client, undeclared="refuse", params=[text("version", "1")])
    assert followed.status == "CAD_OK" and len(followed.warnings) == 1


@pytest.mark.parametrize("undeclared, status", [
    (None, "CAD_E_VALIDATION"), ("warn", "CAD_E_VALIDATION"), ("refuse", "CAD_E_VALIDATION"), ("ignore", "CAD_OK")])
def test_a_dry_run_minds_them_unless_they_are_to_be_ignored(
        client: Client, service: Service, undeclared: Any, status: str) -> None:
    options = {} if undeclared is None else {"undeclared": undeclared}
    followed = deploy(client, dry_run=True, params=[text("versoin", "1")], **options)
    assert followed.status == status and service.records() == []
    if status != "CAD_OK":
        assert "It knows version, " in followed.document["message"]


def test_another_word_is_a_fault_of_the_request(client: Client, service: Service) -> None:
    answer = call(client, "deploy", task_id=TASK, undeclared="strict")
    assert answer.faults == [("undeclared", "enum")] and service.requests() == 0


def test_a_long_list_of_names_is_cut(client: Client, service: Service) -> None:
    names: list[str] = [f"parameter{number}" for number in range(30)]
    service.settings(declared=names)
    [warning] = deploy(client, params=[text("parameter7x", "1")]).warnings
    assert "It knows parameter7, " in warning and "and 20 more" in warning
