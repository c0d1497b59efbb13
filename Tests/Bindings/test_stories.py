"""The four stories of stories.md in every language: what the programs print, and what truly came of it."""
from __future__ import annotations

import json
import re
import signal
import subprocess

import pytest

from emulator import Service
from environment import named
from runner_process import default_signals, environment
from toolchains import ROOT, STORIES, Language, Programs
from waits import until

#: The example request of the service's reference as it is sent: with a text where the reference has a number.
EXAMPLE = {
    "params": [
        {"key": "string", "value": "test", "type": "text"},
        {"key": "env", "value": "e3144513a4094398857c992606ccba12", "type": "host_group"},
        {"key": "enum", "value": "value1", "type": "enum"}],
    "trigger_source": "0"}
ADVICE = {
    "not_sent": "Nothing was started: it is safe to try again.",
    "refused": "The service refused it: change what it objects to, then try again.",
    "started": "It was started: do not start it again.",
    "unknown": "It may be running: look at the application's records before you start it again.",
}
LIMIT_S = 120


class Stories:
    """A language's stories in front of a service."""

    def __init__(self, programs: Programs, service: Service):
        self.programs, self.service = programs, service

    def begin(self, story: str, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*self.programs.stories[story], *arguments], env=environment(self.service, self.programs),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            preexec_fn=default_signals)

    def tell(self, story: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        process = self.begin(story, *arguments)
        try:
            output, errors = process.communicate(timeout=LIMIT_S)
        finally:
            process.kill()
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


@pytest.fixture
def stories(programs: Programs, service: Service) -> Stories:
    return Stories(programs, service)


def failed(told: "subprocess.CompletedProcess[str]", status: str, outcome: str) -> None:
    assert told.returncode == (2 if outcome == "unknown" else 1), told
    first, *_ = told.stderr.splitlines()
    assert first.startswith(f"{status}: "), told
    assert f"\noutcome: {outcome}\n{ADVICE[outcome]}\n" in told.stderr, told


def test_all_four_are_there(language: Language, programs: Programs) -> None:
    def plain(name: str) -> str:
        return name.replace("_", "").lower()

    assert set(programs.stories) == set(STORIES)
    there = {plain(path.stem) for path in (language.folder / "stories").iterdir()}
    assert there >= set(map(plain, STORIES))


def test_start_sends_the_example_of_the_reference(stories: Stories, service: Service) -> None:
    told = stories.tell("start", service.task_id)
    [record] = service.records()
    assert (told.returncode, told.stdout, told.stderr) == (0, f"started {record['record_id']}\n", "")
    assert json.loads(service.last_request()["body"]) == EXAMPLE


@pytest.mark.parametrize("task, fault, status, outcome", [
    ("too-short", None, "CAD_E_VALIDATION", "not_sent"), ("e" * 32, None, "CAD_E_NOT_FOUND", "refused"),
    (None, "cut_after_work", "CAD_E_BAD_RESPONSE", "unknown")])
def test_start_says_what_to_do(
        stories: Stories, service: Service, task: str | None, fault: str | None, status: str, outcome: str) -> None:
    if fault:
        service.fault(fault, path="/start")
    failed(stories.tell("start", task or service.task_id), status, outcome)


@pytest.mark.parametrize("story", STORIES)
def test_without_arguments_it_says_how_to_call_it(stories: Stories, service: Service, story: str) -> None:
    told = stories.tell(story)
    assert (told.returncode, told.stdout) == (64, "") and "usage: " in told.stderr
    assert service.requests() == 0


def test_deploy_shows_how_far_it_is(stories: Stories, service: Service) -> None:
    told = stories.tell("deploy", service.task_id, "1.2.3")
    [record] = service.records()
    assert (told.returncode, told.stderr) == (0, "")
    assert [(each["key"], each["value"]) for each in record["params"]] == [("version", "1.2.3")]
    assert re.search(r"^state \w+$", told.stdout, re.M) and re.search(r"^step .+: succeeded$", told.stdout, re.M)
    assert service.whole_log(record["record_id"]).splitlines()[-1] in told.stdout
    assert told.stdout.endswith(f"deployed 1.2.3, record {record['record_id']}\n")


def test_deploy_says_what_to_do_when_it_fails(stories: Stories, service: Service) -> None:
    service.next_ends("failed", failed_step=2)
    failed(stories.tell("deploy", service.task_id, "1.2.3"), "CAD_E_DEPLOYMENT_FAILED", "started")


def test_deploy_ends_by_ctrl_c_and_leaves_the_deployment(stories: Stories, service: Service) -> None:
    service.next_lasts()
    with stories.begin("deploy", service.task_id, "1.2.3") as process:
        try:
            until(lambda: service.asked("/state") > 0 or process.poll() is not None, "it was never followed")
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=LIMIT_S)
        finally:
            process.kill()
    assert process.returncode in (-signal.SIGINT, 130), errors
    assert [each["state"] for each in service.records()] in (["running"], ["pending"])


def test_a_lost_answer_is_found(stories: Stories, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    told = stories.tell("lost_answer", service.task_id, "1.2.3")
    [record] = service.records()
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, f"found {record['record_id']}"), told


def test_where_nothing_was_lost_that_is_said(stories: Stories, service: Service) -> None:
    told = stories.tell("lost_answer", service.task_id, "1.2.3")
    assert told.stdout.splitlines()[-1] == f"deployed {service.records()[0]['record_id']}"


def test_what_cannot_be_found_out_stays_unknown(stories: Stories, service: Service) -> None:
    service.fault("cut_after_work", path="/start")
    service.fault("error", http_status=403, path="/history", skip=1, times=99)
    failed(stories.tell("lost_answer", service.task_id, "1.2.3"), "CAD_E_UNRECONCILED", "unknown")
    assert service.asked("/start") == 1


@pytest.fixture
def five(service: Service) -> list[str]:
    """Five tasks; the same one again where the service has fewer."""
    return (service.facts["task_ids"] * 5)[:5]


def test_many_releases_five(stories: Stories, service: Service, five: list[str]) -> None:
    told = stories.tell("many", *five)
    assert (told.returncode, told.stderr) == (0, "")
    *items, last = told.stdout.splitlines()
    assert sorted(items) == [f"app-{number} succeeded" for number in range(1, 6)]
    assert items[0] == "app-1 succeeded" and last == "released 5 of 5"
    assert len(service.records()) == 5


def test_many_stops_at_the_first_failure(stories: Stories, service: Service, five: list[str]) -> None:
    service.next_ends("failed")
    told = stories.tell("many", *five)
    failed(told, "CAD_E_DEPLOYMENT_FAILED", "started")
    assert "app-1 failed" in told.stdout.splitlines()
    assert len(service.records()) == 1


def test_the_sample_of_the_reference_moves_over(programs: Programs, service: Service, language: Language) -> None:
    if not programs.sample:
        pytest.skip("the page has no sample in this language")
    keys = {"CLOUD_SDK_AK": service.facts["ak"], "CLOUD_SDK_SK": service.facts["sk"]}
    ours = {**environment(service, programs), **keys}
    del ours["CODEARTS_DEPLOY_TOKEN"]
    told = subprocess.run(programs.sample, env=ours, capture_output=True, text=True, timeout=LIMIT_S)
    [record] = service.records()
    assert (told.returncode, told.stderr) == (0, "") and record["record_id"] in told.stdout
    assert json.loads(service.last_request()["body"]) == EXAMPLE
    page = (ROOT / "Documentation/MovingFromTheSDK.md").read_text(encoding="utf-8")
    [source] = [*(language.folder / "stories").glob("[Ss]ample*.*"), *(language.folder / "stories").glob("sample/*")]
    assert source.read_text(encoding="utf-8") in page


def test_the_stories_run_with_the_library_under_test(stories: Stories) -> None:
    assert environment(stories.service, stories.programs)["CODEARTS_DEPLOY_LIBRARY"] == named("CODEARTS_DEPLOY_LIBRARY")
