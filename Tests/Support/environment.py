"""What the tests take from the machine they run on: the files under test, and nothing of its configuration."""
import os
from pathlib import Path

import pytest

_KEPT = ("CODEARTS_DEPLOY_LIBRARY", "CODEARTS_DEPLOY_PROGRAM")
_READ_BY_THE_LIBRARY = ("CODEARTS_DEPLOY_", "HUAWEICLOUD_SDK_", "CLOUD_SDK_", "HW_", "OS_")
_READ_BY_CURL = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir", "curl_ca_bundle",
                 "requests_ca_bundle")


def with_helpers() -> dict[str, str]:
    """For a Python process that imports what stands beside this file."""
    paths = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def named(variable: str) -> str:
    path = os.environ.get(variable)
    if not path:
        pytest.exit(f"{variable} must name what was built before", returncode=2)
    return path


def configured() -> list[str]:
    """The variables that would change what the library does."""
    return [
        name for name in os.environ
        if name.startswith(_READ_BY_THE_LIBRARY) and name not in _KEPT or name.lower() in _READ_BY_CURL]
