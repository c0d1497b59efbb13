"""Where the credential of a call comes from: every source alone, their order, and what a refusal tells of them."""
import itertools
from pathlib import Path
from typing import Any

import pytest

from abi import TASK, Answer, Library
from answering_server import anything_goes
from credential_sources import CONFIGURED, IN_ENVIRONMENT, SOURCES, TEMPORARY, Source, name_of, write_profile
from emulator import START_PATH, Service, access_key
from fault_server import FaultServer


def start(cad: Library, endpoint: str, **config: Any) -> Answer:
    with cad.client(endpoint=endpoint, **config) as client:
        return client.start(task_id=TASK)


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_each_source_is_enough(
        cad: Library, cloud: Service, source: Source, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer = start(cad, cloud.endpoint, **source.prepare(cloud.facts, monkeypatch, tmp_path))
    assert answer.status == "CAD_OK", answer
    sent, = cloud.log(START_PATH)
    assert (sent["authorization"], sent["http_status"]) == (source.kind, 200)
    if source.kind == "key" and source.place != "metadata":
        assert sent["access_key"] == cloud.facts["ak"]
    assert len(cloud.records()) == 1


@pytest.mark.parametrize("source", IN_ENVIRONMENT, ids=name_of)
def test_one_call_finds_the_same_sources(
        cad: Library, cloud: Service, source: Source, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source.prepare(cloud.facts, monkeypatch, tmp_path)
    monkeypatch.setenv("CODEARTS_DEPLOY_ENDPOINT", cloud.endpoint)
    assert cad.start_task(TASK).status == "CAD_OK"
    assert [each["authorization"] for each in cloud.log(START_PATH)] == [source.kind]


def made_up(server: FaultServer, owner: str) -> dict[str, str]:
    """Credentials that tell whose they are."""
    return {
        "token": f"token-of-{owner}", "ak": f"AK-of-{owner}", "sk": "x", "user": "u", "password": "p", "domain": "d",
        "iam_project": "cn-north-4", "iam_endpoint": server.endpoint, "metadata_endpoint": server.endpoint}


def used(server: FaultServer) -> str:
    """Whose credential the start was sent with."""
    sent, = [each for each in server.requests if each.line.startswith(f"POST {START_PATH} ")]
    return (sent.headers.get("X-Auth-Token") or access_key(sent)).partition("-of-")[2]


def pairs() -> list[tuple[Source, Source]]:
    conflict = {"HW_AUTH_TOKEN", "HW_ACCESS_KEY"}
    return [(first, second) for first, second in itertools.combinations(SOURCES, 2)
            if second not in CONFIGURED and {first.place, second.place} != conflict]


@pytest.mark.parametrize("first, second", pairs(), ids=name_of)
def test_the_first_source_of_two_is_taken(
        cad: Library, first: Source, second: Source, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with anything_goes() as server:
        config = second.prepare(made_up(server, "second"), monkeypatch, tmp_path)
        config.update(first.prepare(made_up(server, "first"), monkeypatch, tmp_path))
        answer = start(cad, server.endpoint, **config)
        assert answer.status == "CAD_OK", answer
        fetched = "iam" if "iam" in first.config or first.place == "HW_USER_NAME" else ""
        assert used(server) == (fetched or ("metadata" if first.place == "metadata" else "first"))


@pytest.mark.parametrize("section", ["basic", "basiccredentials"])
def test_the_profile_file_may_be_anywhere_and_has_two_sections(
        cad: Library, cloud: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, section: str) -> None:
    write_profile(tmp_path, "[basic]\nak = not-this-one\nsk = not-this-one\n")
    file = tmp_path / "elsewhere"
    key = "ak=%s\r\n sk = %s \r\n" % (cloud.facts["ak"], cloud.facts["sk"])
    file.write_text(f"# a remark\n[globalcredentials]\nak=no\nsk=no\n\n[{section}]\r\n {key}[basics]\nak = no\n")
    file.chmod(0o600)
    monkeypatch.setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", str(file))
    answer = start(cad, cloud.endpoint)
    assert answer.status == "CAD_OK" and "warning" not in answer.document["_meta"]


def test_a_profile_file_that_others_can_read_is_told_once(cad: Library, cloud: Service, tmp_path: Path) -> None:
    file = write_profile(tmp_path, "[basic]\nak = {ak}\nsk = {sk}\n".format_map(cloud.facts))
    for mode in (0o440, 0o640, 0o660):  # a pod's group, on a mount that cannot be changed
        file.chmod(mode)
        assert "warning" not in start(cad, cloud.endpoint).document["_meta"]
    file.chmod(0o644)
    assert str(file) in start(cad, cloud.endpoint).document["_meta"]["warning"]
    assert "warning" not in start(cad, cloud.endpoint).document["_meta"]


@pytest.mark.parametrize("names", TEMPORARY, ids=lambda names: names[0])
def test_a_key_goes_with_its_own_security_token_and_no_other(
        cad: Library, names: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    with anything_goes() as server:
        monkeypatch.setenv(names[0], f"AK-of-{names[0]}")
        monkeypatch.setenv(names[1], "x")
        for _, _, other in TEMPORARY[TEMPORARY.index(names):]:
            monkeypatch.setenv(other, f"token beside {other}".replace(" ", "-"))
        assert start(cad, server.endpoint).status == "CAD_OK"
        monkeypatch.delenv(names[2])
        assert start(cad, server.endpoint).status == "CAD_OK"
        first, second = server.requests
    assert first.headers["X-Security-Token"] == f"token-beside-{names[2]}"
    assert "x-security-token" in first.headers["Authorization"]
    assert second.headers["X-Security-Token"] is None


def test_a_configured_security_token_and_a_profiles_are_sent(cad: Library, tmp_path: Path) -> None:
    write_profile(tmp_path, "[basic]\nak = AK-of-profile\nsk = x\nsecurity_token = from-profile\n")
    with anything_goes() as server:
        assert start(cad, server.endpoint).status == "CAD_OK"
        assert start(cad, server.endpoint, ak="AK-of-config", sk="x", security_token="from-config").status == "CAD_OK"
        assert [each.headers["X-Security-Token"] for each in server.requests] == ["from-profile", "from-config"]


def test_the_iam_project_goes_with_a_key_and_is_signed(cad: Library) -> None:
    with anything_goes() as server:
        project = "b0000000000000000000000000000001"
        assert start(cad, server.endpoint, ak="AK-of-config", sk="x", iam_project_id=project).status == "CAD_OK"
        sent, = server.requests
    assert sent.headers["X-Project-Id"] == project
    assert "x-project-id" in sent.headers["Authorization"]


@pytest.mark.parametrize("source", [each for each in SOURCES if each.place != "metadata"], ids=name_of)
def test_a_401_says_where_the_credential_came_from(
        cad: Library, cloud: Service, source: Source, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    facts = {**cloud.facts, "ak": f"AK-refused-{SOURCES.index(source)}"}  # a refused key is held back from here on
    cloud.fault("unauthorized", message="Incorrect IAM authentication information: no", times=2)
    answer = start(cad, cloud.endpoint, **source.prepare(facts, monkeypatch, tmp_path))
    assert (answer.status, answer.outcome) == ("CAD_E_AUTHENTICATION", "refused")
    assert answer.document["http_status"] == 401
    assert source.place in answer.document["message"]
    assert "clock" not in answer.document["message"]
    assert cloud.records() == []


@pytest.mark.parametrize("seconds, words", [(-1050, "17 minutes ahead"), (1050, "17 minutes behind"), (-240, None)])
def test_a_401_tells_how_far_the_clock_is_off(
        cad: Library, cloud: Service, seconds: int, words: Any) -> None:
    message = "Incorrect IAM authentication information: signature expired"
    cloud.fault("unauthorized", message=message, date_offset_seconds=seconds)
    text = start(cad, cloud.endpoint, ak=f"AK-late-{seconds}", sk="x").document["message"]
    assert "signature expired" in text
    assert words in text if words else "clock" not in text
    cloud.fault("unauthorized", message="token expires", date_offset_seconds=seconds)
    text = start(cad, cloud.endpoint, token="a-token").document["message"]
    assert words in text if words else "clock" not in text


def test_a_wrong_clock_is_no_fault_of_a_call_that_works(cad: Library, cloud: Service) -> None:
    cloud.fault("date", date_offset_seconds=-7200)
    assert start(cad, cloud.endpoint, token=cloud.token).status == "CAD_OK"
