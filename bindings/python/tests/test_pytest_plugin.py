"""The fixtures that pytest finds where the package is installed, as a user's tests have them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
TESTS = """
import codearts_deploy as cad

def start(service, client):
    assert service.records() == [] and service.requests() == 0
    deployment = client.deploy(service.task_ids[0], params={"version": "1.2.3"}, interval=0.01)
    assert service.records()[0]["record_id"] == deployment.record_id

def test_a_service_and_a_client(deploy_service, deploy_client):
    start(deploy_service, deploy_client)

def test_it_forgets_what_another_test_did(deploy_service, deploy_client):
    start(deploy_service, deploy_client)

def test_a_client_of_the_environment(deploy_environment):
    with cad.Client() as client:
        start(deploy_environment, client)

def test_asyncio(deploy_service, async_deploy_client):
    import asyncio
    assert asyncio.run(async_deploy_client.start_deploy_task(deploy_service.task_ids[0])).id
"""
OPTIONS = """
import pytest

@pytest.fixture(scope="session")
def deploy_emulator_options():
    return {"applications": 3, "pending_ms": 0, "step_ms": 1}
"""


def run_pytest(folder: Path, code: str, *options: str) -> str:
    (folder / "test_mine.py").write_text(code)
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "codearts_deploy.pytest_plugin", *options,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_they_give_each_test_a_service_of_its_own(tmp_path: Path) -> None:
    assert "4 passed" in run_pytest(tmp_path, TESTS)


def test_they_work_in_parallel(tmp_path: Path) -> None:
    pytest.importorskip("xdist")
    assert "4 passed" in run_pytest(tmp_path, TESTS, "-n", "2")


def test_a_conftest_may_say_what_the_emulator_is_like(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(OPTIONS)
    code = "def test_mine(deploy_service):\n    assert len(deploy_service.task_ids) == 3\n"
    assert "1 passed" in run_pytest(tmp_path, code)


def test_the_package_names_the_plugin() -> None:
    tomllib = pytest.importorskip("tomllib")
    points = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["entry-points"]
    assert points == {"pytest11": {"codearts_deploy": "codearts_deploy.pytest_plugin"}}


def test_loading_it_starts_and_imports_little() -> None:
    code = "import sys, codearts_deploy.pytest_plugin; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"codearts_deploy.client", "codearts_deploy.testing", "asyncio"}
