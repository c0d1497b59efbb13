"""A tenth of the soak: Tests/Soak/deploy-soak 2000 1 is the whole."""
import subprocess
import sys
from pathlib import Path

SOAK = Path(__file__).with_name("deploy-soak")


def soak(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(SOAK), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=900)


def test_two_hundred_deploys_in_a_bad_network_are_all_accounted_for() -> None:
    done = soak("200", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("200 deploys, seed 1: ") and " adopted; " in done.stdout


def test_it_says_how_it_is_run() -> None:
    for arguments in ((), ("many", "1"), ("1",)):
        done = soak(*arguments)
        assert done.returncode == 2 and "COUNT SEED" in done.stderr
