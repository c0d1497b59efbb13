"""Half a credential, two kinds of one, or none: it is told by name, replaced by no other, and nothing is sent."""
import json
from pathlib import Path
from typing import Any

import pytest

from abi import TASK, Answer, Library
from answering_server import anything_goes
from credential_sources import IN_ENVIRONMENT, TEMPORARY, write_profile
from fault_server import FaultServer

USER = {"user": "u", "password": "p", "domain": "d"}
WRONG_CONFIGURATIONS = [
    ({"ak": "a"}, "sk", "required"), ({"sk": "s"}, "ak", "required"), ({"security_token": "t"}, "ak", "required"),
    ({"ak": "a", "security_token": "t"}, "sk", "required"), ({"ak": "", "sk": "s"}, "ak", "length"),
    ({"ak": "a", "sk": ""}, "sk", "length"), ({"ak": "a b", "sk": "s"}, "ak", "pattern"),
    ({"token": "t", "ak": "a", "sk": "s"}, None, "conflict"), ({"token": "t", "iam": USER}, None, "conflict"),
    ({"ak": "a", "sk": "s", "iam": USER}, None, "conflict"), ({"token": "t", "security_token": "x"}, None, "conflict"),
    *(({"iam": {name: USER[name] for name in USER if name != missing}}, f"iam.{missing}", "required")
      for missing in USER),
    ({"iam": {**USER, "passcode": "123456"}}, "iam.user_id", "required"),
    ({"iam": {**USER, "pasword": "p"}}, "iam.pasword", "unknown_field"), ({"iam": "u"}, "iam", "type"),
]


def start(cad: Library, endpoint: str) -> Answer:
    with cad.client(endpoint=endpoint) as client:
        return client.start(task_id=TASK)


@pytest.mark.parametrize("members, path, rule", WRONG_CONFIGURATIONS, ids=str)
def test_half_a_credential_and_two_kinds_make_no_client(cad: Library, members: dict, path: Any, rule: str) -> None:
    with FaultServer() as server:
        config = {"endpoint": server.endpoint, "iam_endpoint": server.endpoint, **members}
        answer, client = cad.client_new(json.dumps(config))
        assert client is None and answer.status == "CAD_E_CONFIGURATION"
        (found, broken), = answer.faults
        assert broken == rule and path in (found, None)
        assert server.connections == 0


WRONG_ENVIRONMENTS = [
    *(({names[have]: "x"}, names[missing], "required")
      for names in TEMPORARY for have, missing in ((0, 1), (1, 0), (2, 0))),
    ({"HUAWEICLOUD_SDK_AK": "x", "CLOUD_SDK_SK": "x"}, "HUAWEICLOUD_SDK_SK", "required"),
    ({"HUAWEICLOUD_SDK_SECURITY_TOKEN": "x", "CLOUD_SDK_AK": "x", "CLOUD_SDK_SK": "x"},
     "HUAWEICLOUD_SDK_AK", "required"),
    ({"HUAWEICLOUD_SDK_AK": "密", "HUAWEICLOUD_SDK_SK": "x"}, "HUAWEICLOUD_SDK_AK", "pattern"),
    ({"HUAWEICLOUD_SDK_AK": "x", "HUAWEICLOUD_SDK_SK": ""}, "HUAWEICLOUD_SDK_SK", "required"),
    ({"HW_AUTH_TOKEN": "t", "HW_ACCESS_KEY": "x", "HW_SECRET_KEY": "x"}, "HW_AUTH_TOKEN", "conflict"),
    ({"HW_USER_NAME": "u"}, "HW_USER_PASSWORD", "required"),
    ({"HW_USER_NAME": "u", "HW_USER_PASSWORD": "p"}, "HW_DOMAIN_NAME", "required"),
    ({"CODEARTS_DEPLOY_TOKEN": "line\nbreak"}, "CODEARTS_DEPLOY_TOKEN", "pattern"),
    ({"CODEARTS_DEPLOY_TOKEN": "t" * 20_001}, "CODEARTS_DEPLOY_TOKEN", "length"),
]


@pytest.mark.parametrize("variables, path, rule", WRONG_ENVIRONMENTS, ids=lambda value: str(value)[:60])
def test_half_a_credential_in_the_environment_is_not_replaced_by_another(
        cad: Library, variables: dict[str, str], path: str, rule: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:
    write_profile(tmp_path, "[basic]\nak = x\nsk = x\n" if "HW_USER_NAME" not in variables else "")
    with anything_goes() as server:
        monkeypatch.setenv("HUAWEICLOUD_SDK_IAM_ENDPOINT", server.endpoint)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        answer = start(cad, server.endpoint)
        assert (answer.status, answer.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
        assert answer.faults == [(path, rule)]
        assert path in answer.document["message"]
        assert server.connections == 0


@pytest.mark.parametrize("text, path", [("ak = x", "sk"), ("sk = x", "ak"), ("security_token = x", "ak")])
def test_half_a_key_in_the_profile_is_told_with_the_file(cad: Library, tmp_path: Path, text: str, path: str) -> None:
    file = write_profile(tmp_path, f"[basic]\n{text}\n")
    with anything_goes() as server:
        answer = start(cad, server.endpoint)
        assert (answer.status, answer.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
        assert answer.faults == [(path, "required")]
        assert str(file) in answer.document["message"]
        assert server.connections == 0


def test_nothing_found_lists_where_was_looked(cad: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEARTS_DEPLOY_TOKEN", "")  # as good as not set
    with anything_goes() as server:
        answer = start(cad, server.endpoint)
        assert (answer.status, answer.outcome) == ("CAD_E_CONFIGURATION", "not_sent")
        for source in IN_ENVIRONMENT:
            assert source.place.partition(" [")[0] in answer.document["message"]
        for place in ("configuration", "ecs_metadata", "cannot be read"):
            assert place in answer.document["message"]
        write_profile(tmp_path, "[default]\nak = x\nsk = x\n")
        assert "[basic]" in start(cad, server.endpoint).document["message"]
        assert server.connections == 0
