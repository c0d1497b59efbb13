"""A twentieth of the soak: Tests/Soak/release-soak 2000 1 is the whole."""
import subprocess
import sys
from pathlib import Path

SOAK = Path(__file__).with_name("release-soak")


def test_a_release_in_a_bad_network_is_reported_as_it_was() -> None:
    done = subprocess.run(
        [sys.executable, str(SOAK), "100", "1", "100"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("100 applications, seed 1: ")


def test_it_says_how_it_is_run() -> None:
    done = subprocess.run([sys.executable, str(SOAK)], stderr=subprocess.PIPE, text=True, timeout=600)
    assert done.returncode == 2 and "COUNT SEED" in done.stderr
