"""Starts the deployment that the service's reference has as its example: start.py TASK_ID"""

import sys

import codearts_deploy as cad
from advice import give_up

# https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests".
BODY = """\
{
  "params" : [ {
    "key" : "string",
    "value" : "test",
    "type" : "text"
  }, {
    "key" : "env",
    "value" : "e3144513a4094398857c992606ccba12",
    "type" : "host_group"
  }, {
    "key" : "enum",
    "value" : "value1",
    "type" : "enum"
  } ],
  "trigger_source" : 0
}
"""

if len(sys.argv) != 2:
    print("usage: start.py TASK_ID", file=sys.stderr)
    sys.exit(64)
try:
    print("started", cad.start_task(sys.argv[1], BODY).id)
except cad.CodeArtsDeployError as error:
    give_up(error)
