"""Secrets that one recognises wherever they turn up, and the ways in which a client comes to hold them."""
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from abi import Answer
from answering_server import login_reply, path_of
from credential_sources import write_profile
from emulator import EXCHANGE_PATH, KEYS_PATH, LOGIN_PATH, TEMPORARY_KEYS_PATH
from fault_server import Request, reply

RUN = uuid.uuid4().hex[:12]


def canary(name: str) -> str:
    """A secret with a marker that stands nowhere else."""
    return f"CANARY-{RUN}-{name}-RANAC"


NAMES = ("token", "sk", "security_token", "password", "passcode", "encrypt", "proxy", "fetched", "session", "identity")
CANARIES = {name: canary(name) for name in NAMES}


def found_in(*texts: Any) -> list[str]:
    """Which of the secrets stand in these texts, whole or in part."""
    joined = "\n".join(text if isinstance(text, str) else json.dumps(text, ensure_ascii=False) for text in texts)
    return [name for name in NAMES if f"{RUN}-{name}" in joined]


def expect_silence(answer: Answer) -> None:
    assert found_in(answer.document) == []


def text_of(request: Request) -> str:
    return "\n".join([request.line, str(request.headers), request.body.decode("utf-8", "replace")])


def access_keys() -> dict[str, str]:
    return {"ak": uuid.uuid4().hex, "sk": CANARIES["sk"], "security_token": CANARIES["security_token"]}


def user() -> dict[str, str]:
    return {"user": "u", "password": CANARIES["password"], "domain": "d"}


class Holder(NamedTuple):
    """A way to hold secrets."""

    name: str
    config: Callable[[str], dict]  # from the address of the server
    variables: Callable[[], dict[str, str]] = dict
    profile: bool = False
    sent: list[str] = []  # the secrets that the service is to see

    def prepare(self, address: str, monkeypatch: pytest.MonkeyPatch, home: Path) -> dict:
        for name, value in self.variables().items():
            monkeypatch.setenv(name, value.replace("<address>", address))
        if self.profile:
            lines = (f"{name} = {value}" for name, value in access_keys().items())
            write_profile(home, "\n".join(["[basic]", *lines, ""]))
        return {"max_attempts": 1, **self.config(address)}  # what is refused is looked at, not waited for


def nothing(_: str) -> dict:
    return {}


HOLDERS = [
    Holder("token", lambda _: {"token": CANARIES["token"]}, sent=["token"]),
    Holder("key", lambda _: access_keys(), sent=["security_token"]),
    Holder("iam", lambda address: {"iam_endpoint": address, "iam": {
        **user(), "passcode": CANARIES["passcode"], "user_id": "an-id"}}, sent=["fetched"]),
    Holder("metadata", lambda address: {"ecs_metadata": True, "metadata_endpoint": address}, sent=["security_token"]),
    Holder("token variable", nothing, lambda: {"CODEARTS_DEPLOY_TOKEN": CANARIES["token"]}, sent=["token"]),
    Holder("key variables", nothing, lambda: {
        f"HUAWEICLOUD_SDK_{name.upper()}": value for name, value in access_keys().items()}, sent=["security_token"]),
    Holder("profile", nothing, profile=True, sent=["security_token"]),
    Holder("iam variables", nothing, lambda: {
        "HW_USER_NAME": "u", "HW_USER_PASSWORD": CANARIES["password"], "HW_DOMAIN_NAME": "d",
        "HUAWEICLOUD_SDK_IAM_ENDPOINT": "<address>"}, sent=["fetched"]),
    Holder("identity token", nothing, lambda: {
        "HUAWEICLOUD_SDK_IDP_ID": "an-idp", "CODEARTS_DEPLOY_ID_TOKEN": CANARIES["identity"],
        "HUAWEICLOUD_SDK_IAM_ENDPOINT": "<address>"}, sent=["security_token"]),
]


def give_credential(request: Request) -> bytes:
    """What IAM and the metadata service answer."""
    if path_of(request) in (LOGIN_PATH, EXCHANGE_PATH):
        return login_reply(CANARIES["fetched"])
    if path_of(request) in (KEYS_PATH, TEMPORARY_KEYS_PATH):
        keys = access_keys()
        return reply("200 OK", json.dumps({"credential": {
            "access": keys["ak"], "secret": keys["sk"], "securitytoken": keys["security_token"],
            "expires_at": "2099-01-01T00:00:00Z"}}))
    return reply("200 OK", CANARIES["session"])


def echo(line: str, form: str = "flat") -> Callable[[Request], bytes]:
    """A server that says in its error whatever it was sent."""
    def answer(request: Request) -> bytes:
        text = text_of(request)
        body = {
            "flat": {"error_code": text, "error_msg": text, "request_id": text},
            "nested": {"error": {"code": text, "message": text, "reason": text}, "status": "error"},
            "camel": {"errorCode": text, "errorMsg": text},
            "identity": {"error": {"code": 401, "message": text, "title": text}},
            "page": text, "list": [text], "unfinished": text,
        }[form]
        written = f"<html>{text}</html>" if form == "page" else json.dumps(body, ensure_ascii=False)
        tokens = [request.headers[name] or "" for name in ("X-Auth-Token", "X-Security-Token", "X-Metadata-Token")]
        return reply(line, written[:-3] if form == "unfinished" else written, f"X-Request-Id: {''.join(tokens)}")
    return answer
