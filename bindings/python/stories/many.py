"""Releases to many applications, one first and then all others; the first failure stops it: many.py TASK_ID..."""

from __future__ import annotations

import sys
from typing import Any

import codearts_deploy as cad
from advice import give_up


def show(event: dict[str, Any]) -> None:
    if event["event"] == "item":
        print(event["name"], event["state"])


if len(sys.argv) < 2:
    print("usage: many.py TASK_ID...", file=sys.stderr)
    sys.exit(64)
items = [{"task_id": task_id, "name": f"app-{number}"} for number, task_id in enumerate(sys.argv[1:], 1)]
try:
    with cad.Client() as client:
        release = client.deploy_many(items, waves=[1, "100%"], max_failures=0, on_event=show)
except cad.CodeArtsDeployError as error:
    give_up(error)
print(f"released {release.counts['succeeded']} of {len(items)}")
