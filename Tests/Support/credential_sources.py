"""Every place that a credential can come from, in the order in which the library looks."""
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest


class Source(NamedTuple):
    """How a credential gets there. Texts like <ak> stand for the facts of the emulator, or for made-up ones."""

    place: str  # as messages name it
    kind: str  # as the emulator's log names it
    config: str = ""  # members of the configuration, JSON
    variables: dict[str, str] = {}
    profile: str = ""

    def prepare(self, facts: dict[str, Any], monkeypatch: pytest.MonkeyPatch, home: Path) -> dict[str, Any]:
        """Puts the credential into the environment, or gives the members for the configuration."""
        for name, value in self.variables.items():
            monkeypatch.setenv(name, filled(value, facts))
        if self.profile:
            write_profile(home, filled(self.profile, facts))
        return json.loads(filled(self.config, facts)) if self.config else {}


def filled(text: str, facts: dict[str, Any]) -> str:
    for name, value in facts.items():
        text = text.replace(f"<{name}>", str(value))
    return text


def write_profile(home: Path, text: str) -> Path:
    path = home / ".huaweicloud" / "credentials"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def key_variables(ak: str, sk: str) -> dict[str, str]:
    return {ak: "<ak>", sk: "<sk>"}


# The names that one tool uses: AK, SK and security token.
TEMPORARY = [
    ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN"),
    ("CLOUD_SDK_AK", "CLOUD_SDK_SK", "CLOUD_SDK_SECURITY_TOKEN"),
    ("HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_SECURITY_TOKEN"),
]
IAM = '{"user": "<user>", "password": "<password>", "domain": "<domain>", "project": "<iam_project>"}'
SOURCES = [
    Source("the configuration", "token", '{"token": "<token>"}'),
    Source("the configuration", "key", '{"ak": "<ak>", "sk": "<sk>"}'),
    Source("the configuration", "token", f'{{"iam": {IAM}, "iam_endpoint": "<iam_endpoint>"}}'),
    *(Source(name, "token", variables={name: "<token>"})
      for name in ("CODEARTS_DEPLOY_TOKEN", "HW_AUTH_TOKEN")),
    *(Source(ak, "key", variables=key_variables(ak, sk))
      for ak, sk in (("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"), ("CLOUD_SDK_AK", "CLOUD_SDK_SK"),
                     ("HW_ACCESS_KEY", "HW_SECRET_KEY"))),
    Source("/.huaweicloud/credentials [basic]", "key", profile="[basic]\nak = <ak>\nsk = <sk>\n"),
    Source("HW_USER_NAME", "token", variables={
        "HW_USER_NAME": "<user>", "HW_USER_PASSWORD": "<password>", "HW_DOMAIN_NAME": "<domain>",
        "HW_PROJECT_NAME": "<iam_project>", "HUAWEICLOUD_SDK_IAM_ENDPOINT": "<iam_endpoint>"}),
    Source("metadata", "key", '{"ecs_metadata": true, "metadata_endpoint": "<metadata_endpoint>"}'),
    Source("OS_AUTH_TOKEN", "token", variables={"OS_AUTH_TOKEN": "<token>"}),  # it may be meant for any cloud
]
CONFIGURED = SOURCES[:3]
FOUND = SOURCES[3:]
IN_ENVIRONMENT = [each for each in FOUND if not each.config]


def name_of(source: Any) -> str:
    if not isinstance(source, Source):
        return str(source)
    return f"{source.place.rpartition('/')[2]} ({source.kind if not source.config else source.config[2:6].strip()})"
