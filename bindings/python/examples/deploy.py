"""Deploys a version, shows how far it is, and says how it ended: deploy.py TASK_ID VERSION

The service and the credential come from the environment. Ctrl-C leaves the deployment to itself; with
`on_cancel="stop"` it would stop it.
"""

from __future__ import annotations

import sys
from typing import Any

import codearts_deploy as cad


def show(event: dict[str, Any]) -> None:
    """Is called with each event while the deployment runs; an event of a kind that is not known here is passed over."""
    if event["event"] == "state":
        print(f"deployment {event['record_id']} is {event['state']}")
    elif event["event"] == "step":
        print(f"  step {event['name']}: {event['state']}")
    elif event["event"] == "log":
        print(event["text"], end="")


task_id, version = sys.argv[1:]

try:
    with cad.Client() as client:
        deployment = client.deploy(task_id, params={"version": version}, wait_until_idle=600, on_event=show)
except cad.DeploymentFailedError as error:
    step = error.deployment and error.deployment.failed_step
    sys.exit(f"{error}\nThe step that failed: {step.name if step else 'not known'}")
except cad.CodeArtsDeployError as error:
    sys.exit(f"{error}\nIts outcome: {error.outcome}")
except KeyboardInterrupt as interrupt:
    sys.exit(f"{cad.deployment_outcome(interrupt)}")

print(f"{version} was deployed in {(deployment.duration_ms or 0) / 1000:.0f} s, record {deployment.record_id}")
