"""Deploys a version; if the answer to the start is lost, its record is found again: lost_answer.py TASK_ID VERSION"""

import sys
import warnings

import codearts_deploy as cad
from advice import give_up

if len(sys.argv) != 3:
    print("usage: lost_answer.py TASK_ID VERSION", file=sys.stderr)
    sys.exit(64)
task_id, version = sys.argv[1:]
warnings.simplefilter("ignore", cad.DeployWarning)  # that it was found is said below
try:
    with cad.Client() as client:
        deployment = client.deploy(task_id, params={"version": version}, interval=1)
except cad.UnreconciledError as error:
    for record_id in error.candidates:
        print("candidate", record_id, file=sys.stderr)
    give_up(error)
except cad.CodeArtsDeployError as error:
    give_up(error)
print("found" if deployment.adopted else "deployed", deployment.record_id)
