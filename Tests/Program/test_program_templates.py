"""--format: members of a result or an error, for scripts without a JSON parser."""
import pytest

from emulator import Service
from program_run import Program

SHAPE = "{record_id} {state}"


def test_a_template_prints_members_of_the_result_and_nothing_else(program: Program, service: Service) -> None:
    run = program.run("deploy", service.task_id, "--interval", "20ms", "--format", SHAPE)
    assert (run.code, run.err) == (0, "")
    assert run.out == f"{service.started()[0]['record_id']} succeeded\n"


def test_a_failure_has_the_same_shape(program: Program, service: Service) -> None:
    service.next_ends("failed", failed_step=2)
    run = program.run("deploy", service.task_id, "--interval", "20ms", "--format", SHAPE)
    assert run.code == 10 and run.out == f"{service.started()[0]['record_id']} failed\n"
    assert "The end of its log" in run.err


@pytest.mark.parametrize("template", ["/deployment/failed_step/name", "{/deployment/failed_step/name}"])
def test_a_json_pointer_reaches_any_member(program: Program, service: Service, template: str) -> None:
    service.next_ends("failed", failed_step=2)
    run = program.run("deploy", service.task_id, "--interval", "20ms", "--format", template)
    assert (run.code, run.out) == (10, "下载软件包\n")


def test_a_started_record_has_the_same_name(program: Program, service: Service) -> None:
    run = program.run("start", service.task_id, "--format", "{record_id}={/id} {{{nothing}}}")
    record = service.started()[0]["record_id"]
    assert (run.code, run.out) == (0, f"{record}={record} {{}}\n")


def test_a_refused_start_prints_what_is_known(program: Program, service: Service) -> None:
    service.fault("busy")
    run = program.run("start", service.task_id, "--format", "{status} {outcome} [{record_id}]")
    assert (run.code, run.out) == (21, "CAD_E_BUSY refused []\n") and "being deployed already" in run.err


def test_each_element_of_a_list_has_a_line(program: Program, service: Service) -> None:
    old = service.had({"days_ago": 40, "state": "succeeded"}, {"days_ago": 41, "state": "failed"})
    run = program.run("records", service.task_id, "--format", "{execution_id} {state}")
    assert run.out.splitlines() == [f"{old[0]} succeeded", f"{old[1]} failed"]


def test_a_pointer_reaches_elements_and_objects(program: Program, service: Service) -> None:
    run = program.run("call", "list_all_app", '{"page": 1, "size": 1}', "--format", "{/result/0/id} {/total_num}")
    assert (run.code, run.out) == (0, f"{service.app_id} 2\n"), run


@pytest.mark.parametrize("template", ["{", "}", "{}", "{record_id", "record_id}", "{record id}", "{a{b}"])
def test_braces_that_do_not_match_are_refused(program: Program, service: Service, template: str) -> None:
    run = program.run("start", service.task_id, "--format", template)
    assert run.code == 64 and "'{record_id} {state}'" in run.err, run
    assert service.records() == []


@pytest.mark.parametrize("other", [["--quiet"], ["-o", "json"], ["-o", "jsonl"]])
def test_one_form_of_output_at_a_time(program: Program, service: Service, other: list) -> None:
    run = program.run("start", service.task_id, "--format", SHAPE, *other)
    assert run.code == 64 and "do not go together" in run.out + run.err
    assert service.records() == []
