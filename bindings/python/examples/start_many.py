"""Starts many tasks, eight at a time, and says what became of each: start_many.py VERSION TASK_ID..."""

import sys

import codearts_deploy as cad

version, *task_ids = sys.argv[1:]
items = [{"task_id": task_id, "params": {"version": version}} for task_id in task_ids]
doubtful = []

with cad.Client() as client:
    for result in client.start_many(items, max_in_flight=8):
        task_id = task_ids[result.index]
        if result.reply:
            print(f"{task_id}: started as record {result.reply.id}")
        else:
            print(f"{task_id}: {result.error}")
        if result.outcome == "unknown":
            doubtful.append(task_id)

if doubtful:
    sys.exit(f"These may be running, look at their records before you start them again: {' '.join(doubtful)}")
