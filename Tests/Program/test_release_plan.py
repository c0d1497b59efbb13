"""A release's plan: YAML and JSON become one request, texts stay as they were written, and whatever is wrong is told at
once, with its place, before anything is sent."""
import json
import re
from pathlib import Path
from typing import Any

import pytest

from program_run import SECRET, Program, Run

TASK = "d2dc947ec2424d8789bb3984bb3adf45"
OTHER = "d0000000000000000000000000000002"


def printed(program: Program, tmp_path: Path, text: str, *arguments: str, name: str = "plan.yaml") -> Run:
    plan = tmp_path / name
    plan.write_text(text, encoding="utf-8")
    return program.run("release", str(plan), "--print-request", *arguments)


@pytest.fixture
def request_of(bare_program: Program, tmp_path: Path) -> Any:
    def request(text: str, *arguments: str, name: str = "plan.yaml") -> Any:
        run = printed(bare_program, tmp_path, text, *arguments, "-o", "json", name=name)
        assert run.code == 0, run
        return run.document
    return request


@pytest.fixture
def faults_of(bare_program: Program, tmp_path: Path) -> Any:
    """Line, column and message of each fault, as a person reads them."""
    def faults(text: str, *arguments: str, name: str = "plan.yaml") -> list[tuple[int, int, str]]:
        run = printed(bare_program, tmp_path, text, *arguments, name=name)
        assert run.code == 64 and run.out == "" and "nothing was sent" in run.err.lower(), run
        document = printed(bare_program, tmp_path, text, *arguments, "-o", "json", name=name).document
        assert document["status"] == "CAD_E_VALIDATION"
        for each in document["violations"]:
            if "line" in each:
                assert f"{tmp_path / name}, line {each['line']}, column {each['column']}" in run.err
        return [(each.get("line"), each.get("column"), each["message"]) for each in document["violations"]]
    return faults


def test_a_plan_becomes_one_request(request_of: Any) -> None:
    assert request_of(f"""
defaults:
  params: {{version: 1.10, region: cn-north-4}}
  timeout: 10m
  on_failure: rollback
applications:
  - name: payments-api
    task_id: {TASK}
    params: {{version: 2.0}}
  - app: orders-api
    after: payments-api
    interval: 500ms
    timeout: 90s
waves: [1, 100%]
max_in_flight: 5
max_failures: 10%
pause: 2m
on_release_failure: rollback
journal: release.jsonl
""") == {
        "items": [
            {"task_id": TASK, "name": "payments-api", "timeout_ms": 600000, "on_failure": "rollback", "params": [
                {"key": "region", "value": "cn-north-4", "type": "text"},
                {"key": "version", "value": "2.0", "type": "text"}]},
            {"app": "orders-api", "name": "orders-api", "after": ["payments-api"], "interval_ms": 500,
             "timeout_ms": 90000, "on_failure": "rollback", "params": [
                 {"key": "version", "value": "1.10", "type": "text"},
                 {"key": "region", "value": "cn-north-4", "type": "text"}]}],
        "waves": [1, "100%"], "max_in_flight": 5, "max_failures": "10%", "pause_ms": 120000,
        "on_release_failure": "rollback", "journal": "release.jsonl"}


@pytest.mark.parametrize("text", [
    "1.10", "1e3", "0x1F", "010", "1_000", "yes", "no", "on", "off", "true", "False", ".inf", "2026-11-28", "12:30:45", "=",
    "a: b"])
def test_a_value_stays_the_text_that_it_is(request_of: Any, text: str) -> None:
    written = f'"{text}"' if ": " in text else text
    request = request_of(f"applications: [{{task_id: {TASK}, params: {{a: {written}}}}}]")
    assert request["items"][0]["params"] == [{"key": "a", "value": text, "type": "text"}]


@pytest.mark.parametrize("text, value", [
    ("'~'", "~"), ('"null"', "null"), ('""', ""), ("!!str ~", "~"), ("!!str 1.10", "1.10"), ('"\\u4f60\\t\\"x\\""', '你\t"x"'),
    ("|\n      two\n      lines\n", "two\nlines\n"), (">-\n      one\n      line\n", "one line"), ("'#1'", "#1")])
def test_texts_are_what_yaml_says(request_of: Any, text: str, value: str) -> None:
    request = request_of(f"applications:\n- task_id: {TASK}\n  params:\n    a: {text}\n")
    assert request["items"][0]["params"][0]["value"] == value


def test_json_is_a_plan_too(request_of: Any) -> None:
    plan = {"applications": [{"task_id": TASK, "params": {"a": 1.10, "b": True, "c": "\U0001f600", "d:host_group": "x"}}],
            "max_failures": 0}
    for name in ("plan.json", "plan.yaml", "plan"):
        request = request_of(json.dumps(plan, indent="\t"), name=name)
        assert [each["value"] for each in request["items"][0]["params"]] == ["1.1", "true", "\U0001f600", "x"]
        assert request["items"][0]["params"][3]["type"] == "host_group" and request["max_failures"] == 0


def test_anchors_and_merge_keys_are_resolved(request_of: Any) -> None:
    request = request_of(f"""
defaults: &all {{timeout: 10m}}
applications:
  - &one
    task_id: {TASK}
    params: &params {{a: "1", b: "2"}}
    <<: {{timeout: 5m, interval: 1s}}
  - {{<<: *one, task_id: {OTHER}, params: {{<<: *params, b: "3"}}}}
""")
    one, two = request["items"]
    assert (one["timeout_ms"], one["interval_ms"], two["timeout_ms"], two["task_id"]) == (300000, 1000, 300000, OTHER)
    assert {each["key"]: each["value"] for each in two["params"]} == {"a": "1", "b": "3"}


def test_a_secret_comes_from_the_environment_and_is_not_printed(bare_program: Program, tmp_path: Path) -> None:
    plan = f"applications: [{{task_id: {TASK}, params: {{p:encrypt: {SECRET}}}, env: {{token: T, region:text: R}}}}]"
    run = printed(bare_program.having(T=SECRET, R="cn"), tmp_path, plan, "-o", "json")
    assert [(each["key"], each["value"], each["type"]) for each in run.document["items"][0]["params"]] == [
        ("p", "***", "encrypt"), ("token", "***", "encrypt"), ("region", "***", "text")]


def test_standard_input_is_a_plan_too(bare_program: Program) -> None:
    run = bare_program.run("release", "-", "--print-request", text=f"applications: [{{task_id: {TASK}}}]\n")
    assert run.code == 0 and TASK in run.out


def test_everything_that_is_wrong_is_told_at_once(faults_of: Any) -> None:
    found = faults_of("""\
applications:
  - name: one
    task_id: d2dc947ec2424d8789bb3984bb3adf45
    parms: {a: 1}
    params: {b: ~, c: [1], d: "{{x}}"}
    timeout: soon
    wave: 1.5
  - name: one
    app: two
    task_id: d2dc947ec2424d8789bb3984bb3adf45
    guard: yes
    after: on
    env: {s: MISSING_VARIABLE}
  - {}
waves: [0, 120%]
max_in_fligth: 3
max_in_flight: many
""")
    places = [(line, column) for line, column, _ in found]
    assert places == sorted(places)
    for place in [(4, 5), (5, 17), (5, 23), (5, 31), (6, 14), (7, 11), (8, 11), (9, 10), (11, 12), (12, 12), (13, 14), (14, 5),
                  (15, 9), (15, 12), (16, 1), (17, 16)]:
        assert place in places, (place, found)
    told = " ".join(message for _, _, message in found)
    assert "did you mean params?" in told and "did you mean max_in_flight?" in told and "MISSING_VARIABLE" in told


@pytest.mark.parametrize("value", ["~", "null", "Null", "NULL", ""])
def test_nothing_is_no_text(faults_of: Any, value: str) -> None:
    (fault,) = faults_of(f"applications:\n- task_id: {TASK}\n  params:\n    a: {value}\n")
    assert fault[0] in (4, 5) and "Put quotes around it" in fault[2]


@pytest.mark.parametrize("waves, place", [
    ("waves: [0]", (2, 9)), ("waves: [1, 120%]", (2, 12)), ("waves: [-1]", (2, 9)), ("waves: [10 %]", (2, 9)),
    ("waves: [1.5]", (2, 9)), ("waves: [[1]]", (2, 9)), ("waves: 1", (2, 8)), ("max_failures: 101%", (2, 15)),
    ("max_failures: -1", (2, 15)), ("max_failures: some", (2, 15)), ("max_in_flight: 0", (2, 16)),
    ("max_in_flight: '3'", (2, 16)), ("pause: -1s", (2, 8)), ("on_release_failure: back", (2, 21)),
    ("journal: ''", (2, 10)), ("journal: ~", (2, 10))])
def test_a_limit_that_makes_no_sense_is_refused(faults_of: Any, waves: str, place: tuple) -> None:
    (fault,) = faults_of(f"applications: [{{task_id: {TASK}}}]\n{waves}\n")
    assert fault[:2] == place


def test_a_cycle_is_named(faults_of: Any) -> None:
    ids = [f"d{number:031}" for number in range(1, 4)]
    (fault,) = faults_of(f"""\
applications:
  - {{name: a, task_id: {ids[0]}, after: c}}
  - {{name: b, task_id: {ids[1]}, after: [a]}}
  - {{name: c, task_id: {ids[2]}, after: [b]}}
""")
    assert fault[0] in (2, 3, 4) and all(f"{name} after" in fault[2] for name in "abc")


def test_the_command_line_is_checked_like_the_plan(faults_of: Any) -> None:
    (fault,) = faults_of(f"applications: [{{task_id: {TASK}}}]", "--max-failures", "120%")
    assert fault[0] is None
    (fault,) = faults_of(f"applications: [{{name: payments, task_id: {TASK}}}]", "--only", "payment")
    assert "did you mean payments?" in fault[2]


def test_only_some_are_deployed(request_of: Any) -> None:
    plan = f"""
applications:
  - {{name: a, task_id: {TASK}, env: {{t: NOT_SET}}}}
  - {{name: b, task_id: {OTHER}, after: a}}
"""
    request = request_of(plan, "--only", "b", "--max-failures", "0")
    assert request == {"items": [{"task_id": OTHER, "name": "b"}], "max_failures": 0}


@pytest.mark.parametrize("text, place, words", [
    ("", (1, 1), "empty"), ("\n# nothing\n", (1, 1), "empty"), ("---\n", (2, 1), "mapping"), ("- a\n", (1, 1), "mapping"),
    ("applications:\n\t- a\n", (2, 1), "tab"), ("applications: [\n", (2, 1), "no YAML"), ("a: b: c\n", (1, 5), "no YAML"),
    ("applications: *none\n", (1, 15), "&none"), ("a: 1\n---\nb: 1\n", (2, 1), "second document"),
    ("applications: !vault x\n", (1, 15), "!vault"), ("? [a]\n: b\n", (1, 3), "key"), ("<<: 1\n", (1, 5), "<<"),
    ("a: 1\na: 2\nb: 1\n'b': 2\n", (2, 1), "a is given here, and at line 1, column 1"),
    ("你: \"é\" x\n", (1, 11), "no YAML"),
])
def test_what_is_no_plan_is_refused_with_its_place(faults_of: Any, text: str, place: tuple, words: str) -> None:
    found = [each for each in faults_of(text) if each[:2] == place]
    assert found and words in found[0][2]


@pytest.mark.parametrize("text", ['{"applications": [}', '{"a": 1, "a": 2, "applications": []}', '{"a": \t"\x01"}'])
def test_json_with_a_fault_is_refused_with_its_place(faults_of: Any, text: str) -> None:
    assert all(line and column for line, column, _ in faults_of(text, name="plan.json"))


@pytest.mark.parametrize("bytes_, words", [
    (b"applications: \xff\n", "not UTF-8"), (b"\xff\xfea\x00", "UTF-16"), (b"a: \x00\n", "NUL"), (b"a" * (5 << 20), "too large")])
def test_what_is_no_text_is_refused(bare_program: Program, tmp_path: Path, bytes_: bytes, words: str) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(bytes_)
    run = bare_program.run("release", str(plan), "--print-request")
    assert run.code == 64 and words in run.err


def test_a_byte_order_mark_and_foreign_line_ends_are_taken(bare_program: Program, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(f"\ufeffapplications:\r\n- task_id: {TASK}\r\n".encode())
    assert bare_program.run("release", str(plan), "--print-request").code == 0


@pytest.mark.parametrize("place", ["{a: %s}", "[%s]", "{? %s : 1}", "{<<: %s}"])
def test_a_bomb_of_aliases_does_not_go_off(faults_of: Any, place: str) -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [" + ",".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 12)]
    assert re.search("200000 values|key|<<", faults_of("\n".join([*lines, "z: " + place % "*a11"]))[0][2])


@pytest.mark.parametrize("text", ["[" * 900, "{a: " * 900, "- " * 900, "[" * 100_000])
def test_a_deep_plan_is_refused(faults_of: Any, text: str) -> None:
    assert faults_of(text)


def test_ten_thousand_applications_are_read(bare_program: Program, tmp_path: Path) -> None:
    rows = "".join(f"  - {{name: app-{n}, task_id: d{n:031}, after: [app-{n - 1}]}}\n" for n in range(1, 10_000))
    text = f"applications:\n  - {{name: app-0, task_id: {TASK}}}\n{rows}"
    run = printed(bare_program, tmp_path, text, "-o", "json")
    assert run.code == 0 and len(run.document["items"]) == 10_000
