"""The configuration file: named profiles, aliases for tasks, and which of several sources is used."""
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from emulator import Service
from program_run import SECRET, Program

UNUSED = "http://127.0.0.1:1"


@pytest.fixture
def bare(bare_program: Program, service: Service) -> Program:
    """The program without an endpoint or a project in its environment."""
    return bare_program.knowing(service).lacking("CODEARTS_DEPLOY_ENDPOINT", "CODEARTS_DEPLOY_PROJECT_ID")


@pytest.fixture
def profile(service: Service) -> dict:
    return {"endpoint": service.endpoint, "project_id": service.project_id, "tasks": {"payments": service.task_id}}


def written(home: Path, content: Any, mode: int = 0o600) -> Path:
    path = home / ".config" / "codearts-deploy" / "config.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=2), encoding="utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize("choice", ["file", "variable", "option"])
def test_a_profile_gives_what_a_start_needs(
        bare: Program, service: Service, tmp_path: Path, profile: dict, choice: str) -> None:
    content: dict = {"profiles": {"here": profile, "there": {"endpoint": UNUSED}}}
    content["profile"] = "here" if choice == "file" else "there"
    written(tmp_path, content)
    chosen = bare.having(CODEARTS_DEPLOY_PROFILE="here") if choice == "variable" else bare
    run = chosen.run("start", "payments", "--quiet", *(["--profile", "here"] if choice == "option" else []))
    assert (run.code, run.err) == (0, "")
    assert [each["record_id"] for each in service.started()] == [run.out.strip()]


@pytest.mark.parametrize("variables", [
    {"CODEARTS_DEPLOY_CONFIG": "{}/elsewhere.json"}, {"CODEARTS_DEPLOY_CONFIG": "~/elsewhere.json"},
    {"XDG_CONFIG_HOME": "{}/xdg"}])
def test_the_file_is_where_it_is_said_to_be(
        bare: Program, service: Service, tmp_path: Path, profile: dict, variables: dict) -> None:
    content = json.dumps({"profile": "a", "profiles": {"a": profile}})
    for path in (tmp_path / "elsewhere.json", tmp_path / "xdg" / "codearts-deploy" / "config.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    run = bare.having(**{name: value.format(tmp_path) for name, value in variables.items()}).run("start", "payments")
    assert run.code == 0, run


def test_without_a_file_all_is_as_before(bare: Program, service: Service, tmp_path: Path) -> None:
    run = bare.having(XDG_CONFIG_HOME="relative").run("start", service.task_id, "--endpoint", service.endpoint)
    assert run.code == 0, run


@pytest.mark.parametrize("arguments, variables, words", [
    (["--profile", "heer"], {}, "There is no profile heer in {file}, as --profile names it. Did you mean here?"),
    ([], {"CODEARTS_DEPLOY_PROFILE": "other"}, "as CODEARTS_DEPLOY_PROFILE names it"),
    ([], {"CODEARTS_DEPLOY_CONFIG": "/nowhere/config.json"}, "/nowhere/config.json, which is not there"),
    ([], {"CODEARTS_DEPLOY_CONFIG": "/tmp"}, "/tmp is a folder, not a file")])
def test_what_is_named_must_be_there(bare: Program, service: Service, tmp_path: Path, profile: dict, arguments: list,
                                     variables: dict, words: str) -> None:
    file = written(tmp_path, {"profile": "here", "profiles": {"here": profile}})
    for command in (["start", service.task_id], ["start", "payments"], ["doctor"]):
        run = bare.having(**variables).run(*command, *arguments)
        assert run.code == 30 and words.format(file=file) in run.out + run.err, run
    assert service.asked() == 0


def test_a_profile_without_a_file_is_none(bare: Program, service: Service) -> None:
    run = bare.run("start", service.task_id, "--profile", "here")
    assert run.code == 30 and "since there is no configuration file" in run.err


@pytest.mark.parametrize("content, words", [
    ('{"proflies": {}}', "proflies: There is no proflies here. Did you mean profiles? (line 1, column 2)"),
    ('{"profiles": {"a":\n  {"regoin": "x"}}}', "profiles.a.regoin: There is no regoin here. Did you mean region? (line 2, column 4)"),
    ('{"profiles": {"a": {\n"timeout_ms": "5"}}}', "profiles.a.timeout_ms: This is a string; it must be a whole number. (line 2, column 15)"),
    ('{"profiles": []}', "profiles: This must be an object. (line 1, column 14)"),
    ('{"profiles": {"a": 1}}', "profiles.a: This is a number; it must be an object. (line 1, column 20)"),
    ('{"tasks": {"x": "short"}}', "tasks.x: This must be the id of a task: 32 letters and digits. (line 1, column 17)"),
    ('{"profiles": {"a": {"tasks": {"x": 1}}}}', "profiles.a.tasks.x: This must be the id of a task"),
    ("profile: a\n", "is not JSON: A value should stand here. (line 1, column 1)"),
    ('{"profile": "a"', "is not JSON:"), ("\ufeff", "is not JSON:"),
])
def test_every_fault_of_the_file_has_its_place(
        bare: Program, service: Service, tmp_path: Path, content: str, words: str) -> None:
    file = written(tmp_path, content)
    run = bare.run("start", service.task_id, "--endpoint", service.endpoint)
    assert run.code == 30 and str(file) in run.err and words in run.err, run
    assert service.records() == []


def test_options_stand_above_the_environment_and_that_above_the_profile(
        bare: Program, service: Service, tmp_path: Path, profile: dict) -> None:
    written(tmp_path, {"profile": "a", "profiles": {"a": {**profile, "endpoint": UNUSED}}})
    assert bare.run("start", "payments").code == 31
    assert bare.run("start", "payments", "--endpoint", service.endpoint).code == 0
    assert bare.having(CODEARTS_DEPLOY_ENDPOINT=service.endpoint).run("start", "payments").code == 0
    named = bare.having(CODEARTS_DEPLOY_ENDPOINT=service.endpoint)
    assert named.run("start", "payments", "--profile", "a").code == 31, "it is an option"


def test_a_region_of_an_option_is_not_lost_beside_an_endpoint(
        bare: Program, tmp_path: Path, profile: dict) -> None:
    written(tmp_path, {"profile": "a", "profiles": {"a": profile}})
    run = bare.run("start", "payments", "--region", "cn-nroth-4")
    assert run.code == 30 and "Did you mean cn-north-4?" in run.err


def test_credentials_are_taken_whole(bare: Program, service: Service, tmp_path: Path, profile: dict) -> None:
    written(tmp_path, {"profile": "a", "profiles": {"a": {**profile, "token": SECRET}}})
    assert bare.run("start", "payments").code == 0, "the environment's token"
    keys = {"HUAWEICLOUD_SDK_AK": service.facts["ak"], "HUAWEICLOUD_SDK_SK": service.facts["sk"]}
    without = bare.lacking("CODEARTS_DEPLOY_TOKEN")
    assert without.having(**keys).run("start", "payments").code == 0
    assert without.run("start", "payments").code == 20, "the profile's token, which is wrong"
    assert bare.run("start", "payments", "--profile", "a").code == 20, "the same where the profile is named"


def test_the_doctor_says_what_is_used_and_what_is_not(
        bare: Program, service: Service, tmp_path: Path, profile: dict) -> None:
    file = written(tmp_path, {"profile": "a", "profiles": {"a": {**profile, "iam_endpoint": UNUSED}}})
    run = bare.having(CODEARTS_DEPLOY_ENDPOINT=service.endpoint).run("doctor")
    assert run.code == 0, run
    assert f"the profile a of {file} (project_id, iam_endpoint; endpoint not used beside CODEARTS_DEPLOY_ENDPOINT)" in run.out
    run = bare.lacking("CODEARTS_DEPLOY_TOKEN").run("doctor")
    assert run.code == 30 and f"the profile a of {file} (endpoint, project_id, iam_endpoint)" in run.out
    written(tmp_path, {"profile": "a", "profiles": {"a": {**profile, "token": service.token}}})
    run = bare.lacking("CODEARTS_DEPLOY_TOKEN").run("doctor")
    assert run.code == 0 and "token of the profile" in run.out


@pytest.mark.parametrize("mode, code", [(0o600, 0), (0o400, 0), (0o640, 0), (0o604, 30), (0o644, 30)])
def test_a_secret_that_others_can_read_is_refused(
        bare: Program, service: Service, tmp_path: Path, profile: dict, mode: int, code: int) -> None:
    file = written(tmp_path, {"profile": "a", "profiles": {"a": {**profile, "token": service.token}}}, mode)
    for command in (["start", "payments"], ["doctor"]):
        run = bare.lacking("CODEARTS_DEPLOY_TOKEN").run(*command)
        assert run.code == code, run
        assert ("Every user of this machine can read profiles.a.token" in run.out + run.err) == (code == 30)
        assert ("Your group can read profiles.a.token" in run.out + run.err) == (mode == 0o640)
        assert (str(file) in run.err and "chmod 600" in run.err) == (command[0] != "doctor" and mode in (0o640, 0o604, 0o644))


def test_a_file_without_a_secret_may_be_read_by_all(
        bare: Program, service: Service, tmp_path: Path, profile: dict) -> None:
    written(tmp_path, {"profile": "a", "profiles": {"a": {**profile, "proxy": ""}}}, 0o644)
    run = bare.run("start", "payments")
    assert (run.code, run.err) == (0, "")
    written(tmp_path, {"profile": "a", "profiles": {"a": {**profile, "proxy": "http://u:p@127.0.0.1:1"}}}, 0o644)
    assert bare.run("start", "payments").code == 30


def test_config_and_profile_do_not_go_together(bare: Program, service: Service, tmp_path: Path, profile: dict) -> None:
    written(tmp_path, {"profile": "a", "profiles": {"a": {"endpoint": UNUSED}}})
    file = tmp_path / "client.json"
    file.write_text(json.dumps({"endpoint": service.endpoint}), encoding="utf-8")
    assert bare.run("start", service.task_id, "--config", str(file), "--profile", "a").code == 64
    assert bare.run("start", service.task_id, "--config", str(file)).code == 0, "the file that was named"


def test_the_example_of_the_page_is_one(bare: Program, service: Service, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "Documentation/Program.md").read_text(encoding="utf-8")
    example, = re.findall(r"^```\n(\{.*?^\})\n```", page, flags=re.MULTILINE | re.DOTALL)
    written(tmp_path, example)
    assert bare.run("start", "payments", "--endpoint", service.endpoint).code == 0
    assert bare.run("start", "shop", "--endpoint", service.endpoint, "--profile", "production").code == 21


# Aliases


def test_an_alias_stands_wherever_a_task_does(
        bare: Program, service: Service, tmp_path: Path, profile: dict) -> None:
    written(tmp_path, {"profile": "a", "profiles": {"a": profile}, "tasks": {"all": service.task_id, "payments": "e" * 32}})
    record = bare.run("start", "all", "--quiet").out.strip()
    for command in (["watch", "payments", record], ["records", "payments"], ["params", "payments", record],
                    ["log", "payments", record], ["deploy", "payments", "--interval", "20ms", "--dry-run"],
                    ["rollback", "payments", record]):
        run = bare.run(*command)
        assert run.code == 0, (command, run)


@pytest.mark.parametrize("name, hint", [("paymnets", "Did you mean payments?"), ("something-else", "It knows payments, all.")])
def test_an_alias_that_is_none_is_refused(
        bare: Program, service: Service, tmp_path: Path, profile: dict, name: str, hint: str) -> None:
    written(tmp_path, {"profile": "a", "profiles": {"a": profile}, "tasks": {"all": service.task_id}})
    run = bare.run("start", name)
    assert run.code == 64 and f"{name} is neither the id of a task" in run.err and hint in run.err
    assert bare.run("start", name, "-o", "json").document["outcome"] == "not_sent"


def test_hints_name_the_profile(bare: Program, service: Service, tmp_path: Path, profile: dict) -> None:
    written(tmp_path, {"profiles": {"a": profile}})
    run = bare.run("start", "payments", "--profile=a")
    record = service.started()[0]["record_id"]
    assert f"codearts-deploy watch {service.task_id} {record} --profile a" in run.out


# Completions


@pytest.fixture
def installed(bare_program: Program, tmp_path: Path) -> Path:
    script = Path(__file__).parents[2] / "Scripts" / "install-completions"
    subprocess.run([script, bare_program.path, tmp_path / "prefix"], check=True, env=bare_program.environment)
    return tmp_path / "prefix" / "share"


def test_completions_are_put_where_shells_look(installed: Path) -> None:
    files = ["bash-completion/completions/codearts-deploy", "zsh/site-functions/_codearts-deploy",
             "fish/vendor_completions.d/codearts-deploy.fish"]
    assert sorted(str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()) == sorted(files)
    for file in files:
        assert "rollback" in (installed / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("words, expected", [
    (["deploy", ""], {"payments", "shop"}), (["deploy", "pay"], {"payments"}), (["watch", "s"], {"shop"}),
    (["start", "--profile", "b", ""], {"shop", "billing"}), (["start", "--profile", ""], {"a", "b"}),
    (["roll"], {"rollback"})])
def test_bash_completes_aliases_and_profiles(
        bare: Program, installed: Path, tmp_path: Path, profile: dict, words: list, expected: set) -> None:
    other = {"tasks": {"billing": "e" * 32}}
    written(tmp_path, {"profile": "a", "profiles": {"a": profile, "b": other}, "tasks": {"shop": "d" * 32}})
    line = ["codearts-deploy", *words]
    script = f"""
        source {installed}/bash-completion/completions/codearts-deploy
        COMP_WORDS=({' '.join("'" + word + "'" for word in line)}); COMP_CWORD={len(line) - 1}
        COMP_LINE='{' '.join(line)}'; COMP_POINT=${{#COMP_LINE}}
        "$(complete -p codearts-deploy | sed 's/.*-F \\([^ ]*\\).*/\\1/')" codearts-deploy '{line[-1]}' '{line[-2]}'
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "codearts-deploy").symlink_to(bare.path)
    environment = {**bare.environment, "PATH": f"{tmp_path / 'bin'}:{bare.environment['PATH']}"}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=120)
    assert {word.strip() for word in done.stdout.splitlines()} - {""} == expected, done
