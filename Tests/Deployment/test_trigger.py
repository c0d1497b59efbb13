"""What an application says of itself: who may start it, and who is told."""
import pytest

from abi import START, TASK, Client, Library
from emulator import Service
from following import call


def test_a_task_that_only_a_pipeline_may_start_is_told_and_refused(client: Client, service: Service) -> None:
    assert call(client, "show_task_trigger", task_id=TASK).document["trigger_source"] == 0
    service.settings(pipeline_only=[TASK])
    assert call(client, "show_task_trigger", task_id=TASK).document["trigger_source"] == 1
    refused = call(client, START, task_id=TASK)
    assert (refused.document["error_code"], refused.document["outcome"]) == ("Deploy.00016004", "refused")
    assert refused.document["retryable"] is False
    assert call(client, START, task_id=TASK, trigger_source=1).status == "CAD_OK"


def test_the_secrets_of_notifications_reach_the_caller_and_no_log(
    cad: Library, service: Service, capfd: pytest.CaptureFixture[str]
) -> None:
    with cad.client(endpoint=service.endpoint, token=service.token, log="debug") as client:
        reply = call(client, "show_application_msg_list", project_id=service.project_id, app_id=service.app_id)
    robot = reply.document["items"][1]
    shown = "".join(capfd.readouterr())
    assert "show_application_msg_list" in shown
    assert robot["secret_info"] not in shown and robot["send_url"] not in shown
