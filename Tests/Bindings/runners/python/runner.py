"""The runner of the Python binding. See Tests/Bindings/README.md for its orders."""
from __future__ import annotations

import concurrent.futures
import gc
import json
import sys
from typing import Any

import codearts_deploy as cad


def text(order: dict[str, str], name: str) -> Any:
    if f"{name}_file" in order:
        with open(order[f"{name}_file"], encoding="utf-8") as file:
            return file.read()
    if f"{name}_hex" in order:
        return bytes.fromhex(order[f"{name}_hex"]).decode("utf-16-be", "surrogatepass")
    return order.get(name)


class Runner:
    def __init__(self) -> None:
        self.client: cad.Client | None = None

    def open(self, order: dict[str, str]) -> Any:
        self.close(order)
        self.client = cad.Client(**json.loads(text(order, "configuration")))
        return {}

    def run(self, order: dict[str, str], events: list[dict[str, Any]]) -> Any:
        assert self.client is not None
        operation, request = text(order, "operation"), text(order, "request")
        if order.get("events") == "no":
            return self.client.call(operation, request)
        with self.client.submit(operation, request) as running:
            for event in running.events():
                events.append(dict(event))
                if event["event"] == order.get("cancel_on"):
                    running.cancel()
            return running.wait()

    def validate(self, order: dict[str, str]) -> Any:
        return cad.validate(text(order, "operation"), text(order, "request"))

    def schema(self, order: dict[str, str]) -> Any:
        return cad.schema(text(order, "operation"))

    def start(self, order: dict[str, str]) -> Any:
        return cad.start_task(text(order, "task_id"), text(order, "body"), text(order, "token")).to_dict()

    def close(self, order: dict[str, str]) -> Any:
        if self.client is not None:
            self.client.close()
        return {}

    def starts(self, order: dict[str, str]) -> Any:
        client, request = self.client, text(order, "request")
        assert client is not None
        with concurrent.futures.ThreadPoolExecutor(int(order["threads"])) as pool:
            replies = pool.map(lambda _: client.call("start_deploy_task", request), range(int(order["count"])))
            return sum("id" in reply for reply in replies)

    def abandon(self, order: dict[str, str]) -> None:
        assert self.client is not None
        running = self.client.submit(text(order, "operation"), text(order, "request"))
        for event in running.events():
            if event["event"] == "started":
                break
        say(status="CAD_OK")
        sys.exit()

    def drop(self, order: dict[str, str]) -> Any:
        for _ in range(int(order["count"])):
            cad.Client().submit(text(order, "operation"), text(order, "request"))
        gc.collect()
        return {}


def say(**members: Any) -> None:
    print(json.dumps({name: value for name, value in members.items() if value is not None}), flush=True)


def carry_out(runner: Runner, order: dict[str, str]) -> None:
    events: list[dict[str, Any]] = []
    try:
        extra = [events] if order["do"] == "run" else []
        result = getattr(runner, order["do"])(order, *extra)
    except cad.CodeArtsDeployError as error:
        is_misuse = isinstance(error, cad.InvalidArgumentError) and "is closed" in error.message
        say(status="closed" if is_misuse else error.status, outcome=error.outcome, message=error.message,
            violations=[[each.path, each.rule] for each in error.violations], document=json.dumps(error.document),
            events=[json.dumps(each) for each in events])
    except Exception as error:
        say(status="crash", message=f"{type(error).__name__}: {error}")
    else:
        if order["do"] == "starts":
            say(status="CAD_OK", ok=str(result))
        else:
            say(status="CAD_OK", document=json.dumps(result), events=[json.dumps(each) for each in events])


def main() -> None:
    runner = Runner()
    for line in sys.stdin:
        carry_out(runner, json.loads(line))


main()
