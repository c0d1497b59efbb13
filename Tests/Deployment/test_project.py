"""The CodeArts project is needed to see the records: the request names it, the configuration, or the service itself."""
import pytest

from abi import TASK, Client, Library
from emulator import Service
from following import call, deploy

OTHER = "c" * 32


def project_asked_for(service: Service) -> str:
    return next(path for path in service.paths() if "/history" in path).split("/")[2]


@pytest.mark.parametrize("where", ["request", "configuration", "service"])
def test_it_may_come_from_anywhere(cad: Library, service: Service, where: str) -> None:
    project = {"project_id": service.project_id}
    config = project if where == "configuration" else {}
    with cad.client(endpoint=service.endpoint, token=service.token, **config) as client:
        service.fault("cut_after_work", path="/start")
        followed = deploy(client, **(project if where == "request" else {}))
    assert followed.status == "CAD_OK" and followed.document["adopted"] is True
    assert project_asked_for(service) == service.project_id


def test_the_request_counts_before_the_configuration(cad: Library, service: Service) -> None:
    config = {"endpoint": service.endpoint, "token": service.token, "project_id": OTHER}
    with cad.client(**config) as client:
        followed = deploy(client, project_id=service.project_id)
    assert followed.status == "CAD_OK" and project_asked_for(service) == service.project_id


def test_the_environment_counts_for_the_configuration(
        cad: Library, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_PROJECT_ID", service.project_id)
    with cad.client(endpoint=service.endpoint, token=service.token) as client:
        assert call(client, "list_records", task_id=TASK).status == "CAD_OK"
    assert service.asked("/history") > 0 == service.asked(f"/v2/tasks/{TASK}")


@pytest.mark.parametrize("request_of", ["deploy", "list_records"])
def test_a_project_of_iam_does_not_do(client: Client, service: Service, request_of: str) -> None:
    interval = {"interval_ms": 30} if request_of == "deploy" else {}
    answer = call(client, request_of, task_id=TASK, project_id=OTHER, **interval)
    if request_of == "deploy":
        assert answer.status == "CAD_OK"  # it deploys, and cannot clear up a lost answer
    else:
        assert answer.status == "CAD_E_NOT_FOUND" and "IAM project" in answer.document["message"]


def test_a_deploy_that_could_not_clear_up_says_so_before_it_starts(client: Client, service: Service) -> None:
    followed = deploy(client, project_id=OTHER)
    words = [each["event"] for each in followed.events]
    assert followed.status == "CAD_OK" and words.index("warning") < words.index("attempt")


def test_without_a_guard_the_history_is_not_asked_for(client: Client, service: Service) -> None:
    assert deploy(client, guard=False).status == "CAD_OK"
    assert service.asked("/history") == 0


def test_without_a_guard_a_lost_answer_stays_lost(client: Client, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    followed = deploy(client, guard=False)
    assert (followed.status, followed.outcome) == ("CAD_E_UNRECONCILED", "unknown")
    assert followed.document["candidates"] == [] and service.asked("/start") == 1


def test_records_are_listed_without_a_project_too(client: Client, service: Service) -> None:
    record = service.somebody_else_starts()
    answer = call(client, "list_records", task_id=TASK)
    assert [each["execution_id"] for each in answer.document["items"]] == [record]
