"""Starts a deployment and says what to do when that fails: handle_errors.py TASK_ID VERSION"""

import sys

import codearts_deploy as cad

task_id, version = sys.argv[1:]

try:
    with cad.Client() as client:
        reply = client.start_deploy_task(task_id, params={"version": version})
except cad.ValidationError as error:
    for fault in error.violations:
        print(f"correct {fault.path}: {fault.message}")
    sys.exit(2)
except cad.BusyError:
    sys.exit("This application is being deployed already: wait for that deployment to end.")
except cad.CodeArtsDeployError as error:
    print(error)
    if error.retryable:
        print("Nothing was started; try again later.")
    elif error.outcome in ("started", "unknown"):
        print("It may be running: look at the application's records before you start it again.")
    sys.exit(1)

print(f"started as record {reply.id}")
