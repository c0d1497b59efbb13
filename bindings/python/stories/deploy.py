"""Deploys a version, shows how far it is, and says how it ended: deploy.py TASK_ID VERSION

Ctrl-C ends the following and leaves the deployment running; `on_cancel="stop"` would stop it.
"""

from __future__ import annotations

import sys
from typing import Any

import codearts_deploy as cad
from advice import give_up


def show(event: dict[str, Any]) -> None:
    if event["event"] == "state":
        print("state", event["state"])
    elif event["event"] == "step":
        print(f"step {event['name']}: {event['state']}")
    elif event["event"] == "log":
        print(event["text"], end="", flush=True)


if len(sys.argv) != 3:
    print("usage: deploy.py TASK_ID VERSION", file=sys.stderr)
    sys.exit(64)
task_id, version = sys.argv[1:]
try:
    with cad.Client() as client:
        deployment = client.deploy(task_id, params={"version": version}, on_event=show)
except cad.CodeArtsDeployError as error:
    give_up(error)
print(f"deployed {version}, record {deployment.record_id}")
