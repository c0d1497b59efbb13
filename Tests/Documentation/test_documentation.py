"""Every block of code in the README and in Documentation runs: readers will try them in just this form. And what these
pages list is what there is: exit codes, variables, members of the configuration, targets, files."""
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import codearts_deploy as cad
from codearts_deploy import testing

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAM_PAGE = (ROOT / "Documentation/Program.md").read_text(encoding="utf-8")
CONFIGURATION_PAGE = (ROOT / "Documentation/Configuration.md").read_text(encoding="utf-8")
HEADER = (ROOT / "include/codearts_deploy.h").read_text(encoding="utf-8")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "Documentation").glob("*.md")) + sorted(ROOT.glob("Sources/*/*.docc/*.md"))
PREFIX = Path(os.environ["CAD_PREFIX"])
PROGRAM = os.environ["CODEARTS_DEPLOY_PROGRAM"]
EMULATOR = "codearts-deploy emulator"
# Steps of these last too long for this test: each is a target of the Makefile, or is run by a test of its own.
ELSEWHERE = (
    "make ", "pip install ", "cc program.c ", "export PATH=$PWD/.build-stage/bin:$PATH",
    "CAD_PREFIX=/usr/local pip install ")
# These pages are for people who change the project: their commands are looked at, not run.
ONLY_READ = {"CONTRIBUTING.md", "Embedded.md"}


def blocks(language: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        if page.name not in ONLY_READ:
            texts = re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
            found += [(f"{page.name}-{number}", text) for number, text in enumerate(texts, 1)]
    return found


def each_block(language: str) -> pytest.MarkDecorator:
    found = blocks(language)
    return pytest.mark.parametrize("text", [text for _, text in found], ids=[name for name, _ in found])


def lines_of(text: str) -> list[str]:
    return [line.split("  #")[0].strip() for line in text.splitlines()]


def is_run_elsewhere(text: str) -> bool:
    return all(line.startswith(ELSEWHERE) for line in lines_of(text))


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """That of a reader who has installed everything, with the emulator in place of the service."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "codearts-deploy").symlink_to(PROGRAM)
    with testing.Emulator(pending_ms=50, step_ms=50) as service:
        yield {
            **os.environ, "CODEARTS_DEPLOY_ENDPOINT": service.endpoint, "CODEARTS_DEPLOY_TOKEN": service.token,
            "CODEARTS_DEPLOY_PROJECT_ID": service.project_id,
            "CLOUD_SDK_AK": service.ak, "CLOUD_SDK_SK": service.sk, "PYTHONPATH": str(ROOT / "bindings/python/src"),
            "LD_LIBRARY_PATH": str(PREFIX / "lib"), "PKG_CONFIG_PATH": str(PREFIX / "lib/pkgconfig"),
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}


def succeed(command: list[str], environment: dict[str, str], folder: Path) -> str:
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


# ---------------------------------------------------------------------------------------------------------- Blocks --


@each_block("python")
def test_a_python_block_runs_and_says_something(environment: dict[str, str], tmp_path: Path, text: str) -> None:
    assert succeed([sys.executable, "-c", text], environment, tmp_path)


@each_block("c")
def test_a_c_block_builds_as_the_readme_says_and_starts_a_deployment(
    environment: dict[str, str], tmp_path: Path, text: str
) -> None:
    (tmp_path / "program.c").write_text(text)
    command = "cc program.c $(pkg-config --cflags --libs codearts_deploy)"
    assert command in README
    assert '"id":' in succeed(["sh", "-c", command + " && ./a.out"], environment, tmp_path)


@each_block("cmake")
@pytest.mark.skipif(shutil.which("cmake") is None, reason="cmake is not installed")
def test_a_cmake_block_builds_the_c_block(environment: dict[str, str], tmp_path: Path, text: str) -> None:
    (tmp_path / "CMakeLists.txt").write_text(text)
    (tmp_path / "program.c").write_text(blocks("c")[0][1])
    prefix = f"-DCMAKE_PREFIX_PATH={PREFIX}"
    command = f"cmake -S . -B build '{prefix}' && cmake --build build && build/program"
    assert '"id":' in succeed(["sh", "-c", command], environment, tmp_path)


@each_block("json")
def test_a_json_block_is_a_configuration(text: str) -> None:
    cad.Client(**json.loads(text)).close()


@each_block("yaml")
def test_a_yaml_block_is_a_release_that_succeeds(environment: dict[str, str], tmp_path: Path, text: str) -> None:
    names = re.findall(r"app: ([\w-]+)", text)
    (tmp_path / "release.yaml").write_text(text)
    with testing.Emulator(pending_ms=50, step_ms=50) as service:
        service.settings(applications=names)
        here = {**environment, "DB_PASSWORD": "secret", "CODEARTS_DEPLOY_ENDPOINT": service.endpoint,
                "CODEARTS_DEPLOY_TOKEN": service.token, "CODEARTS_DEPLOY_PROJECT_ID": service.project_id}
        told = succeed(["codearts-deploy", "release", "release.yaml"], here, tmp_path)
    assert told.splitlines()[-1].startswith(f"All {len(names)} deployments succeeded")


@each_block("sh")
def test_a_shell_block_runs_or_is_run_elsewhere(environment: dict[str, str], tmp_path: Path, text: str) -> None:
    if is_run_elsewhere(text) or text.startswith(EMULATOR):
        return
    # The reader's own service is the one of this test.
    here = f"CODEARTS_DEPLOY_ENDPOINT={environment['CODEARTS_DEPLOY_ENDPOINT']}"
    text = re.sub(r"CODEARTS_DEPLOY_ENDPOINT=\S+", here, text)
    assert succeed(["sh", "-eu", "-c", text], environment, tmp_path)


def test_the_emulator_of_the_readme_takes_the_token_of_the_readme() -> None:
    command = [PROGRAM, *next(text for _, text in blocks("sh") if text.startswith(EMULATOR)).split()[1:]]
    port = command.index("--port") + 1
    assert f"http://127.0.0.1:{command[port]} " in README
    command[port] = "0"
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        facts = json.loads(process.stdout.readline())
        process.terminate()
    assert f"CODEARTS_DEPLOY_TOKEN={facts['token']}\n" in README
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert set(re.findall(r"\bd[0-9a-f]{31}\b", shown)) <= set(facts["task_ids"])


def test_the_readme_can_be_read_in_one_sitting() -> None:
    assert len(README.splitlines()) <= 300


def test_every_target_of_make_that_a_page_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        for target in re.findall(r"`make ([a-z-]+)|^make ([a-z-]+)", page.read_text(encoding="utf-8"), re.M):
            assert re.search(rf"^{''.join(target)}:", makefile, re.M), (page.name, target)


def test_no_block_of_another_language_goes_untested() -> None:
    known = {"sh", "python", "c", "cmake", "json", "yaml"}
    for page in PAGES:
        if ".docc" not in str(page):
            more = {"swift"} if page.name in ONLY_READ else set()
            assert set(re.findall(r"^```(\w+)", page.read_text(encoding="utf-8"), re.M)) <= known | more, page.name


# ----------------------------------------------------------------------------------------------------------- Lists --


def test_the_exit_codes_are_those_of_the_program() -> None:
    told = subprocess.run([PROGRAM, "--help"], check=True, stdout=subprocess.PIPE, text=True).stdout
    program = re.findall(r"^ +(\d+)  (\S.*)$", told, re.M)
    assert program and re.findall(r"^\| (\d+) \| ([^|]*) \|$", PROGRAM_PAGE, re.M) == program


def test_the_variables_are_those_of_the_header() -> None:
    environment = HEADER[HEADER.index("Environment, read by"):HEADER.index("A variable that is set")]
    for variable in re.findall(r"\b(?:[A-Z]+_)+[A-Z]+\b", environment):
        by_its_end = variable.startswith("CLOUD_SDK_")  # the page says CLOUD_SDK_…
        assert by_its_end or variable in CONFIGURATION_PAGE, variable


#: Python's own: it takes seconds as well.
SECONDS = {"timeout", "connect_timeout"}


def test_the_members_of_the_configuration_are_those_of_the_library() -> None:
    page = CONFIGURATION_PAGE
    section = page[page.index("| member |"):page.index("A single call can have its own")]
    assert set(re.findall(r"`([a-z_]{2,})`", section)) - {"off"} == set(cad.Configuration.__annotations__) - SECONDS


def test_every_status_that_a_page_names_is_in_the_header() -> None:
    for page in PAGES:
        for status in re.findall(r"\bCAD_[A-Z_]*[A-Z]\b", page.read_text(encoding="utf-8")):
            assert re.search(rf"\b{status}\b", HEADER) or status in os.environ or status in BUILD, (page.name, status)


# Variables of the build, named like statuses.
BUILD = {"CAD_EMBEDDED", "CAD_PREFIX", "CAD_SWIFT_RESOURCES", "CAD_BUNDLED_CURL", "CAD_WHEELS"}


# ----------------------------------------------------------------------------------------------------------- Pages --


def anchors(page: Path) -> list[str]:
    """As the hosts of such pages make them of headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    prose = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        there = page.parent / file if file else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_line_is_wider_than_a_screen(page: Path) -> None:
    assert [line for line in page.read_text(encoding="utf-8").splitlines() if len(line) > 120] == []
