"""Runs in an interpreter of its own, where the official SDK is installed: makes the calls that standard input names.

In: {"endpoint", "ak", "sk", "project_id", "calls": [[operation, {fields}], ...]}. Out: a list of {"reply"} or {"error"}
objects.
"""
import json
import re
import sys
from typing import Any

from huaweicloudsdkcodeartsdeploy import v2
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions import exceptions


def model(name: str, fields: dict) -> Any:
    """An object of the SDK, with the objects in it."""
    cls = getattr(v2, name)
    values = {}
    for field, kind in cls.openapi_types.items():
        if field == "body":
            values[field] = model(kind, fields)
        elif field in fields:
            inner = re.match(r"list\[([A-Z]\w+)\]$", kind)
            given = fields[field]
            values[field] = [model(inner.group(1), each) for each in given] if inner else given
    return cls(**values)


def answer(client: Any, operation: str, fields: dict) -> dict:
    request = model("".join(word.capitalize() for word in operation.split("_")) + "Request", fields)
    try:
        return {"reply": getattr(client, operation)(request).to_dict()}
    except exceptions.ServiceResponseException as error:
        told = ("status_code", "error_code", "error_msg", "request_id")
        return {"error": {name: getattr(error, name) for name in told}}


def main() -> None:
    task = json.load(sys.stdin)
    credentials = BasicCredentials(task["ak"], task["sk"], task["project_id"])
    builder = v2.CodeArtsDeployClient.new_builder().with_credentials(credentials)
    client = builder.with_endpoints([task["endpoint"]]).build()
    json.dump([answer(client, operation, fields) for operation, fields in task["calls"]], sys.stdout)


main()
