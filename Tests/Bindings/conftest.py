"""Every language in turn, in front of one emulator."""
from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator import Service
from environment import named
from runner_process import Runner
from toolchains import Language, Programs, languages

#: Deployments as quick as can be: there are thousands here.
QUICK = ("--pending-ms", "5", "--step-ms", "5", "--steps", "2", "--seed", "1")
#: The languages that must be there; of any other it is said that it is missing.
EXPECTED = list(filter(None, os.environ.get("EXPECTED_LANGUAGES", "").split(",")))


@pytest.fixture(scope="session", params=languages(), ids=lambda language: language.name)
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    why = found.missing()
    if why and found.name in EXPECTED:
        pytest.fail(f"{found.name} must be there: {why}")
    if why:
        pytest.skip(f"{found.name}: {why}")
    return found


@pytest.fixture(scope="session")
def programs(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Programs:
    """Made once, in a folder that is kept where BINDINGS_BUILD names one."""
    kept = os.environ.get("BINDINGS_BUILD")
    folder = Path(kept) / language.name if kept else tmp_path_factory.mktemp(language.name)
    folder.mkdir(parents=True, exist_ok=True)
    return language.build(folder)


@pytest.fixture(scope="session")
def emulator() -> Iterator[Service]:
    with Service(named("CODEARTS_DEPLOY_PROGRAM"), *QUICK) as emulator:
        yield emulator


@pytest.fixture(scope="session")
def session_runner(language: Language, programs: Programs, emulator: Service) -> Iterator[Runner]:
    runner = Runner(language, programs, emulator)
    yield runner
    runner.close()


@pytest.fixture
def runner(session_runner: Runner, service: Service) -> Runner:
    """The language's process, with an emulator that has nothing in it."""
    return session_runner
