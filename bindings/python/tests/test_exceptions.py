"""One class for each group of statuses, with everything that the library knows about a failure."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

import codearts_deploy as cad
from codearts_deploy import _errors, exceptions
from codearts_deploy.testing import Emulator, Fault
from tests.conftest import Document, given
from tests.test_prototypes import header_text

DOCUMENT: Document = {
    "status": "CAD_E_BUSY",
    "message": "the application is being deployed already; nothing was started",
    "outcome": "refused",
    "violations": [{"path": "params[1].value", "rule": "length", "message": "is too long", "line": 4, "column": 16}],
    "http_status": 400,
    "error_code": "Deploy.00011161",
    "error_msg": "busy",
    "request_id": "4c86f2",
    "retry_after_ms": 5000,
    "attempts": 1,
    "record_id": "0ee9c8e6a7dc44109541e53c6dccf47c",
}
CLASSES = {
    "CAD_E_INVALID_ARGUMENT": cad.InvalidArgumentError,
    "CAD_E_VALIDATION": cad.ValidationError,
    "CAD_E_CONFIGURATION": cad.ConfigurationError,
    "CAD_E_AUTHENTICATION": cad.AuthenticationError,
    "CAD_E_PERMISSION": cad.PermissionDeniedError,
    "CAD_E_NOT_FOUND": cad.NotFoundError,
    "CAD_E_BUSY": cad.BusyError,
    "CAD_E_THROTTLED": cad.ThrottledError,
    "CAD_E_SERVICE": cad.ClientRequestException,
    "CAD_E_BAD_RESPONSE": cad.BadResponseError,
    "CAD_E_RESOLVE": cad.ResolveError,
    "CAD_E_CONNECT": cad.ConnectError,
    "CAD_E_TLS": cad.TLSError,
    "CAD_E_CONNECT_TIMEOUT": cad.ConnectTimeoutError,
    "CAD_E_TIMEOUT": cad.CallTimeoutError,
    "CAD_E_QUEUE_FULL": cad.QueueFullError,
    "CAD_E_CANCELLED": cad.OperationCancelledError,
    "CAD_E_DEPLOYMENT_FAILED": cad.DeploymentFailedError,
    "CAD_E_DEPLOYMENT_STOPPED": cad.DeploymentStoppedError,
    "CAD_E_DEPLOYMENT_TIMED_OUT": cad.DeploymentTimedOutError,
    "CAD_E_UNRECONCILED": cad.UnreconciledError,
    "CAD_E_FORKED": cad.ForkedError,
    "CAD_E_UNSUPPORTED": cad.UnsupportedError,
    "CAD_E_INTERNAL": cad.InternalError,
}
STATUSES = {name: int(value) for name, value in re.findall(r"(CAD_E_\w+) \(\(cad_status\)(\d+)\)", header_text())}


def test_every_status_of_the_header_has_its_class() -> None:
    assert STATUSES.keys() == CLASSES.keys()
    for name, status in STATUSES.items():
        error = _errors.error_for(status, {})
        assert type(error) is CLASSES[name]
        assert error.status == name  # from the library, where the document does not say it


def test_a_status_that_is_added_to_a_group_later_has_the_class_of_the_group() -> None:
    assert type(_errors.error_for(STATUSES["CAD_E_BUSY"] + 3, {})) is cad.BusyError


def test_an_error_inside_another_document_is_found_by_its_name() -> None:
    assert type(_errors.error_named({"status": "CAD_E_BUSY", "outcome": "refused"})) is cad.BusyError
    assert type(_errors.error_named({"status": "CAD_E_TO_COME"})) is cad.CodeArtsDeployError


def test_an_outcome_is_found_behind_other_exceptions() -> None:
    cancelled, timeout = KeyboardInterrupt(), TimeoutError()
    assert cad.deployment_outcome(timeout) is None
    cancelled.deployment_outcome = outcome = cad.OperationCancelledError(DOCUMENT)  # type: ignore[attr-defined]
    timeout.__context__ = cancelled
    assert cad.deployment_outcome(timeout) is cad.deployment_outcome(cancelled) is outcome


def test_an_error_knows_how_far_its_deployment_got() -> None:
    deployment = {
        "state": "failed",
        "record_id": "r",
        "steps": [{"name": "build", "state": "succeeded"}],
        "failed_step": {"name": "copy"},
        "log_tail": "no space left",
        "rollback": {"state": "succeeded", "record_id": "s"},
    }
    known = given(cad.DeploymentFailedError({**DOCUMENT, "deployment": deployment}).deployment)
    assert (known.state, given(known.failed_step).name) == ("failed", "copy")
    assert (given(known.steps)[0].state, given(known.rollback).record_id) == ("succeeded", "s")
    assert known.to_dict() == deployment
    assert cad.BusyError(DOCUMENT).deployment is None
    assert cad.UnreconciledError({"candidates": ["a"]}).candidates == ["a"]


def test_a_group_that_is_not_known_has_the_base_class() -> None:
    assert type(_errors.error_for(2000, {})) is cad.CodeArtsDeployError
    assert type(_errors.error_for(1, {})) is cad.CodeArtsDeployError


def test_an_error_of_the_service_is_told_apart_by_its_http_status() -> None:
    status = STATUSES["CAD_E_SERVICE"]
    assert type(_errors.error_for(status, {"http_status": 499})) is cad.ClientRequestException
    assert type(_errors.error_for(status, {"http_status": 500})) is cad.ServerResponseException


def test_the_drawn_tree_is_the_tree() -> None:
    """Each class stands in the module's docstring under its base, four columns further in."""
    path: list[str] = []
    drawn = {}
    for line in exceptions.__doc__.splitlines():
        entry = re.match(r"    ([│├└─ ]*)(\w+)(  .*)?$", line)
        if entry:
            level = len(entry[1]) // 4
            path[level:] = [entry[2]]
            drawn[entry[2]] = path[level - 1] if level else "Exception"
    classes = [value for value in vars(exceptions).values() if isinstance(value, type) and issubclass(value, Exception)]
    assert drawn == {value.__name__: given(value.__base__).__name__ for value in classes}


def test_attributes_are_what_the_document_says() -> None:
    error = cad.BusyError(DOCUMENT)
    assert error.status_code == DOCUMENT["http_status"]
    for name in DOCUMENT.keys() - {"http_status", "violations"}:
        assert getattr(error, name) == DOCUMENT[name]
    assert error.violations == [cad.Violation("params[1].value", "length", "is too long", 4, 16)]


def test_what_is_not_known_is_none() -> None:
    error = cad.CodeArtsDeployError({"status": "CAD_E_INTERNAL", "message": "?"})
    assert error.violations == []
    assert {error.status_code, error.error_code, error.request_id, error.outcome, error.record_id} == {None}
    assert error.retryable is False


def test_str_is_the_message_and_the_request_id() -> None:
    assert str(cad.BusyError(DOCUMENT)) == f"{DOCUMENT['message']} (request id 4c86f2)"
    assert str(cad.CodeArtsDeployError({"status": "CAD_E_INTERNAL"})) == "CAD_E_INTERNAL"


def test_str_lists_violations_where_there_are_several() -> None:
    two = [{"path": "task_id", "rule": "required", "message": "is missing"}, DOCUMENT["violations"][0]]
    error = cad.ValidationError({"message": "The request has 2 faults.", "violations": two})
    assert str(error) == "The request has 2 faults.\n    task_id: is missing\n    params[1].value: is too long"


@pytest.mark.parametrize("kind", CLASSES.values(), ids=lambda kind: kind.__name__)
def test_every_exception_can_be_pickled_and_copied(kind: type[cad.CodeArtsDeployError]) -> None:
    error = kind(DOCUMENT)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is kind
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)


@pytest.mark.parametrize("word", [True, False])
def test_retryable_is_what_the_library_says(word: bool) -> None:
    document = {"message": "", "outcome": "refused", "retryable": word}
    for kind in (cad.TLSError, cad.ThrottledError, cad.ServerResponseException):
        assert kind(document).retryable is word


@pytest.mark.parametrize(
    "kind, outcome, retryable",
    [
        (cad.ThrottledError, "refused", True),
        (cad.ConnectError, "not_sent", True),
        (cad.CallTimeoutError, "not_sent", True),
        (cad.CallTimeoutError, "unknown", False),  # it may run already
        (cad.BusyError, "refused", False),  # what runs may be the caller's own
        (cad.ServerResponseException, "unknown", False),
        (cad.ValidationError, "not_sent", False),  # the same again would fail again
        (cad.ConnectError, "started", False),
        (cad.TLSError, "not_sent", False),  # a certificate does not become trusted by itself
        (cad.AuthenticationError, "refused", False),
    ],
)
def test_retryable_means_that_a_second_try_may_help_and_starts_nothing_twice(
    kind: type[cad.CodeArtsDeployError], outcome: str, retryable: bool
) -> None:
    assert kind({"message": "", "outcome": outcome}).retryable is retryable


# What the library retries by itself, the table in Documentation/Behaviour.md: for starts, and for everything else.
AGAIN_WHERE_NOT_STARTED = {"CAD_E_RESOLVE", "CAD_E_CONNECT", "CAD_E_CONNECT_TIMEOUT", "CAD_E_THROTTLED"}
AGAIN_WHERE_REPEATABLE = {*AGAIN_WHERE_NOT_STARTED, "CAD_E_BAD_RESPONSE"}
# And what ends it only for now: its time was over, or its queue was full.
LATER = {"CAD_E_TIMEOUT", "CAD_E_QUEUE_FULL"}


@pytest.mark.parametrize("name", STATUSES)
def test_retryable_is_what_the_library_itself_would_send_again(name: str) -> None:
    def retryable(**known: object) -> bool:
        return _errors.error_for(STATUSES[name], known).retryable

    starts = name in AGAIN_WHERE_NOT_STARTED | LATER
    if name not in ("CAD_E_BAD_RESPONSE", "CAD_E_SERVICE"):  # which are never "not_sent"
        assert retryable(outcome="not_sent") is retryable(outcome="refused") is starts
    assert retryable(outcome="started") is retryable(outcome="unknown") is False
    assert retryable() is (name in AGAIN_WHERE_REPEATABLE | LATER)
    if name in ("CAD_E_SERVICE", "CAD_E_BAD_RESPONSE"):
        assert [retryable(http_status=status) for status in (200, 503)] == [name == "CAD_E_BAD_RESPONSE", True]
        assert [retryable(http_status=status) for status in (302, 400, 409, 499)] == [False] * 4


@pytest.mark.parametrize(
    "fault, retryable",
    [
        ({"kind": "throttle"}, True),
        ({"kind": "error", "http_status": 503, "dialect": 1}, True),
        ({"kind": "html", "http_status": 502}, True),
        ({"kind": "cut_after_work"}, True),
        ({"kind": "redirect", "location": "http://127.0.0.1:1/"}, False),
        ({"kind": "error", "http_status": 400, "dialect": 2}, False),
        ({"kind": "error", "http_status": 403, "dialect": 1}, False),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_a_question_that_starts_nothing_may_be_asked_again(
    service: Emulator, fault: Fault, retryable: bool
) -> None:
    with cad.Client(endpoint=service.endpoint, token=service.token, max_attempts=1) as client:
        service.faults(fault)
        with pytest.raises(cad.CodeArtsDeployError) as caught:
            client.show_app_detail_by_id(service.app_ids[0])
        assert (caught.value.outcome, caught.value.retryable) == (None, retryable)
        service.faults(fault)
        with pytest.raises(cad.CodeArtsDeployError) as caught:
            client.start_deploy_task(service.task_ids[0])
        assert caught.value.retryable is (fault["kind"] == "throttle")
