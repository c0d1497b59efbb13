"""The Python sample of the service's documentation (2025-08-18), with its imports and its client replaced."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import codearts_deploy as cad
from codearts_deploy import testing
from tests.conftest import Document, given

TASK_PLACE = "{task_id}"  # the sample's own word for what everybody fills in

# The lines of the sample -> those that stand in their place.
IMPORTS = {
    "from huaweicloudsdkcore.auth.credentials import BasicCredentials": "from codearts_deploy import Client",
    "from huaweicloudsdkcodeartsdeploy.v2.region.codeartsdeploy_region import CodeArtsDeployRegion": "",
    "from huaweicloudsdkcore.exceptions import exceptions": "from codearts_deploy import exceptions",
    "from huaweicloudsdkcodeartsdeploy.v2 import *": "from codearts_deploy.models import *",
}
CLIENT = {
    "    credentials = BasicCredentials(ak, sk)": "",
    "    client = CodeArtsDeployClient.new_builder() \\": '    client = Client(region="cn-north-4", ak=ak, sk=sk)',
    "        .with_credentials(credentials) \\": "",
    '        .with_region(CodeArtsDeployRegion.value_of("<YOUR REGION>")) \\': "",
    "        .build()": "",
}


class Cloud:
    """The emulator with its key, which `testing.Emulator` does not tell."""

    def __enter__(self) -> Cloud:
        command = [os.environ["CODEARTS_DEPLOY_PROGRAM"], "emulator", "--port", "0", "--until-stdin-closes"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.facts: Document = json.loads(given(self.process.stdout).readline())
        return self

    def __exit__(self, *_: object) -> None:
        with self.process:
            given(self.process.stdin).close()

    def records(self) -> list[Document]:
        service = testing.Emulator()
        service.endpoint = self.facts["endpoint"]
        return service.records()


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud() as cloud:
        yield cloud


def sample(task_id: str) -> str:
    """The sample as a user of this package writes it."""
    lines = (Path(__file__).parent / "sdk_sample.py.txt").read_text(encoding="utf-8").splitlines()
    replaced = {**IMPORTS, **CLIENT}
    assert [line for line in lines if line in replaced] == list(replaced)  # each of them once, and in this order
    return "\n".join(replaced.get(line, line) for line in lines).replace(TASK_PLACE, task_id)


def run(text: str, cloud: Cloud, **changes: str) -> subprocess.CompletedProcess[str]:
    variables = {
        "HUAWEICLOUD_SDK_REGION_CODEARTSDEPLOY_CN_NORTH_4": cloud.facts["endpoint"],
        "CLOUD_SDK_AK": cloud.facts["ak"],
        "CLOUD_SDK_SK": cloud.facts["sk"],
        **changes,
    }
    folder = str(Path(cad.__file__).parent.parent)
    return subprocess.run(
        [sys.executable, "-c", text], env={**os.environ, "PYTHONPATH": folder, **variables}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120,
    )


def test_the_sample_starts_one_deployment_and_prints_the_reply(cloud: Cloud) -> None:
    task_id = cloud.facts["task_ids"][0]
    ended = run(sample(task_id), cloud)
    assert (ended.returncode, ended.stderr) == (0, "")
    (record,) = cloud.records()
    assert record["task_id"] == task_id
    assert [(each["key"], each["value"], each["type"]) for each in record["params"]] == [
        ("string", "test", "text"),
        ("env", "e3144513a4094398857c992606ccba12", "host_group"),
        ("enum", "value1", "enum"),
    ]
    shown = f"StartDeployTaskResponse(id='{record['record_id']}', task_id='{task_id}', job_name="
    assert ended.stdout.startswith(shown)
    assert ended.stdout.count("\n") == 1
    assert cloud.facts["sk"] not in ended.stdout


def test_a_task_that_does_not_exist_ends_in_the_samples_own_except(cloud: Cloud) -> None:
    ended = run(sample("0" * 32), cloud)
    assert (ended.returncode, ended.stderr) == (0, "")
    status_code, request_id, error_code, error_msg = ended.stdout.splitlines()
    assert (status_code, error_code, error_msg) == ("404", "Deploy.00011020", "The application does not exist.")
    assert request_id not in ("", "None")
    assert cloud.records() == []


def test_a_wrong_key_ends_there_as_well(cloud: Cloud) -> None:
    ended = run(sample(cloud.facts["task_ids"][0]), cloud, CLOUD_SDK_SK="wrong")
    assert (ended.returncode, ended.stderr) == (0, "")
    status_code, _, error_code, error_msg = ended.stdout.splitlines()
    assert (status_code, error_code) == ("401", "APIGW.0301")
    assert "verify aksk signature fail" in error_msg
    assert cloud.records() == []


def test_the_sample_needs_not_even_read_the_key(cloud: Cloud) -> None:
    """The same variables are found without being passed."""
    text = sample(cloud.facts["task_ids"][0]).replace(", ak=ak, sk=sk)", ")")
    assert run(text, cloud).returncode == 0
    assert len(cloud.records()) == 1
