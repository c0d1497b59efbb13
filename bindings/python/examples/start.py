"""Starts the example deployment of the API reference and prints what the service answers.

The service and the token come from the environment: CODEARTS_DEPLOY_REGION (or CODEARTS_DEPLOY_ENDPOINT) and
CODEARTS_DEPLOY_TOKEN.
"""

import json

import codearts_deploy as cad

params = [
    cad.DynamicConfigInfo(key="string", value="test", type="text"),
    cad.DynamicConfigInfo(key="env", value="e3144513a4094398857c992606ccba12", type="host_group"),
    cad.DynamicConfigInfo(key="enum", value="value1", type="enum"),
]

with cad.Client() as client:
    reply = client.start_deploy_task("d2dc947ec2424d8789bb3984bb3adf45", params=params, trigger_source=0)

print(json.dumps(reply.to_dict(), indent=2))
