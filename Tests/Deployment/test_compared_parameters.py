"""Whether a new record is the one that was lost: its parameters are compared, as far as they show."""
import json
from typing import Any

import pytest

from abi import Client, Library
from emulator import Service
from fault_server import reply
from following import deploy, private, text
from reconciliation_checks import adopted, unreconciled
from tampering_proxy import TamperingProxy


@pytest.mark.parametrize("sent, shown", [("8080", 8080), ("007", 7), ("1.50", 1.5), ("-3", -3), ("1e3", 1000.0),
    ("0.10", 0.1), ("-0.0", 0.0), ("12e-1", 1.2), ("1000000000000000000000", 1e21)])
def test_a_parameter_that_comes_back_as_a_number_is_the_same(
        cad: Library, service: Service, sent: str, shown: Any) -> None:
    def numbers(request: Any, body: bytes) -> Any:
        if "/params" in request.line:
            return reply("200 OK", json.dumps([{"name": "port", "type": "text", "value": shown}]))
        return None

    service.fault("cut_after_work", path="/start")
    with TamperingProxy(service, numbers) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            adopted(deploy(client, params=[text("port", sent)]), service)


@pytest.mark.parametrize("sent, shown", [("8080", 8081), ("008", 7), ("12", "1"), ("x", 7), ("-3", 3), ("1", True),
    ("2.5", 1.5), ("abc", 1.5), ("2.0.1", 1.5), ("1e3", 1000.5), ("1.5", -1.5), ("0.1", 0.01), ("", 0.5)])
def test_another_value_is_another_deployment(cad: Library, service: Service, sent: str, shown: Any) -> None:
    def numbers(request: Any, body: bytes) -> Any:
        if "/params" in request.line:
            return reply("200 OK", json.dumps([{"name": "port", "type": "text", "value": shown}]))
        return None

    service.fault("cut_after_work", path="/start")
    with TamperingProxy(service, numbers) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            unreconciled(deploy(client, params=[text("port", sent)]), service)


def test_encrypted_values_cannot_be_compared_and_that_is_said(client: Client, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    followed = deploy(client, params=[text("version", "1"), private("password", "x")])
    adopted(followed, service)
    assert any("encrypted values cannot be compared" in each for each in followed.warnings)


def test_parameters_that_cannot_be_read_for_a_while_are_asked_again(client: Client, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    service.fault("error", http_status=503, path="/params", times=5)
    adopted(deploy(client, params=[text("version", "1")], _options={"max_attempts": 1}), service)


def test_parameters_that_may_not_be_read_are_said_not_to_have_been_compared(client: Client, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    service.fault("error", http_status=403, path="/params", times=99)
    followed = deploy(client, params=[text("version", "1")])
    if followed.status == "CAD_OK":
        adopted(followed, service)
        assert any("compared" in each for each in followed.warnings), followed.warnings
    else:
        unreconciled(followed, service, service.records()[0]["record_id"])


def answers(*told: Any) -> Any:
    """A service that tells a record's parameters so at the first looks, and then as they are."""
    left = list(told)

    def change(request: Any, body: bytes) -> Any:
        return left.pop(0) if "/params" in request.line and left else None
    return change


@pytest.mark.parametrize("early", [
    reply("400 Bad Request", '{"error_code":"Deploy.00011303","error_msg":"none"}'), reply("200 OK", "[]")],
    ids=["no record", "none yet"])
def test_parameters_that_come_later_than_their_record_are_waited_for(
        cad: Library, service: Service, early: bytes) -> None:
    service.settings(declared=["version"])
    service.fault("cut_after_work", path="/start")
    with TamperingProxy(service, answers(early, early)) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            followed = deploy(client, params=[text("version", "1")])
    adopted(followed, service)
    assert not any("cannot be compared" in each for each in followed.warnings)


def test_an_encrypted_value_of_theirs_cannot_be_compared_with_a_text_of_ours(cad: Library, service: Service) -> None:
    shown = [{"name": "password", "type": "encrypt", "value": ""}, {"name": "version", "type": "text", "value": "1"}]
    service.fault("cut_after_work", path="/start")
    with TamperingProxy(service, answers(*[reply("200 OK", json.dumps(shown))] * 9)) as server:
        with cad.client(endpoint=server.endpoint, token=service.token) as client:
            adopted(deploy(client, params=[text("password", "x"), text("version", "1")]), service)
