"""Deploys several tasks side by side within ten minutes: asyncio_deploy.py VERSION TASK_ID..."""

from __future__ import annotations

import asyncio
import sys

import codearts_deploy as cad


async def deploy(client: cad.AsyncClient, task_id: str, version: str) -> str:
    try:
        deployment = await client.deploy(task_id, params={"version": version})
        return f"{task_id}: {deployment.state}"
    except cad.CodeArtsDeployError as error:
        return f"{task_id}: {error}"
    except asyncio.CancelledError as error:  # the ten minutes are over
        print(f"{task_id}: {cad.deployment_outcome(error)}")
        raise


async def main(version: str, *task_ids: str) -> None:
    async with cad.AsyncClient() as client:
        deployments = asyncio.gather(*(deploy(client, task_id, version) for task_id in task_ids))
        print(*await asyncio.wait_for(deployments, timeout=600), sep="\n")


asyncio.run(main(*sys.argv[1:]))
