"""The emulator of the service as a process: what deployments are to come to, and what truly came of them.

All of that is said and asked over HTTP, never over the library under test.
"""
import http.client
import json
import subprocess
from typing import Any
from urllib.parse import urlsplit

START_PATH = "/v2/tasks/d2dc947ec2424d8789bb3984bb3adf45/start"
LOGIN_PATH = "/v3/auth/tokens"
KEYS_PATH = "/openstack/latest/securitykey"
EXCHANGE_PATH = "/v3.0/OS-AUTH/id-token/tokens"
TEMPORARY_KEYS_PATH = "/v3.0/OS-CREDENTIAL/securitytokens"
#: Quick deployments: a test waits for some of them.
QUICK = ("--pending-ms", "30", "--step-ms", "20", "--steps", "3", "--seed", "1")
#: Longer than any test takes.
LONG_MS = 600_000


class Service:
    """Started by `with`; it ends when its standard input closes.

    Its deployments are quick unless `options`, those of its command line, say otherwise. `facts` is what it announces.
    """

    def __init__(self, program: str, *options: str):
        # Tests of clients start what they like; those of a busy application say so.
        self.command = [
            program, "emulator", "--port", "0", "--until-stdin-closes", "--no-busy", *(options or QUICK)]

    def __enter__(self) -> "Service":
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the emulator ended with {self.process.wait()} before it listened"
        self.facts: dict = json.loads(line)
        self.endpoint: str = self.facts["endpoint"]
        self.token: str = self.facts["token"]
        self.task_id: str = self.facts["task_ids"][0]
        self.app_id: str = self.facts["app_ids"][0]
        self.project_id: str = self.facts["project_id"]
        address = urlsplit(self.endpoint)
        self.host, self.port = str(address.hostname), address.port
        return self

    def __exit__(self, *_: Any) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, self.port, timeout=60)

    def iam(self, **changes: str) -> dict:
        """A configuration's members for the user that the emulator knows."""
        user = {name: self.facts[name] for name in ("user", "password", "domain")}
        return {
            "endpoint": self.endpoint, "iam_endpoint": self.facts["iam_endpoint"],
            "iam": {**user, "project": self.facts["iam_project"], **changes}}

    # Orders

    def reset(self) -> None:
        """No records, counts, log, locks and faults, and the settings of its command line."""
        self._control("POST", "reset")

    def settings(self, **changes: Any) -> None:
        """How the service behaves until the next reset."""
        self._control("POST", "settings", changes)

    def runs_in_sight(self) -> None:
        """From now on each step of a deployment takes so long that a busy machine too sees it while it runs."""
        self.settings(step_ms=1500)

    def fault(self, kind: str, **options: Any) -> None:
        """Orders one fault, `times` 1 unless it is given."""
        self._control("POST", "faults", {"faults": [{"kind": kind, "skip": 0, "times": 1, **options}]})

    def mix(self, **members: Any) -> None:
        """Random faults from now on: `rate`, `seed` and `kinds`."""
        self._control("POST", "faults", {"mix": members})

    def release(self) -> None:
        """Lets the replies go that a stall holds back."""
        self._control("POST", "release")

    def next_ends(self, end: str = "succeeded", **options: Any) -> None:
        """How the next deployment goes."""
        self._control("POST", "outcomes", {"outcomes": [{"end": end, **options}]})

    def next_lasts(self, **options: Any) -> None:
        """The next deployment goes on for as long as a test may take."""
        self.next_ends("succeeded", duration_ms=LONG_MS, **options)

    def somebody_else_starts(self, *params: dict, **options: Any) -> str:
        """The id of the foreign record."""
        order = {"task_id": self.task_id, "params": list(params), **options}
        return self._control("POST", "foreign", order)["record_id"]

    def had(self, *records: dict) -> list[str]:
        """Old records, `{"days_ago", "state"}`; their ids, the newest first."""
        return self._control("POST", "history", {"task_id": self.task_id, "records": list(records)})["record_ids"]

    # What came of them

    def records(self) -> list[dict]:
        """Every deployment that was truly started, oldest first."""
        return self._control("GET", "records")["records"]

    def started(self, source: str = "start") -> list[dict]:
        """The records that began that way, oldest first."""
        return [each for each in self.records() if each["source"] == source]

    def requests(self) -> int:
        """How many requests reached the service's paths."""
        return self._control("GET", "requests")["total"]

    def log(self, path: str | None = None) -> list[dict]:
        """Method, path, kind of credential and status of each request, or of those for one path, oldest first."""
        requests = self._control("GET", "log")["requests"]
        return [each for each in requests if path in (None, each["path"])]

    def paths(self, method: str | None = None) -> list[str]:
        """What was asked for, oldest first."""
        return [each["path"] for each in self.log() if method in (None, each["method"])]

    def asked(self, part: str = "", method: str | None = None) -> int:
        """How many requests with this in their path have come."""
        return sum(part in path for path in self.paths(method))

    def last_request(self) -> dict:
        """The newest request as it came, without secrets."""
        return self.last_requests(1)[-1]

    def last_requests(self, count: int) -> list[dict]:
        """The newest so many, the newest last."""
        return self._control("GET", f"requests/last?n={count}")["requests"]

    def whole_log(self, record_id: str) -> str:
        """The text of a deployment's log, in one piece."""
        connection = self.connect()
        try:
            path = f"/v1/applications/{self.app_id}/records/{record_id}/logs"
            text, offset = "", "0"
            while True:
                connection.request(
                    "GET", f"{path}?offset={offset}&end_offset=0", headers={"X-Auth-Token": self.token})
                part = json.loads(connection.getresponse().read())["result"]
                text, offset = text + part["text"], part["end_offset"]
                if not part["text"]:
                    return text
        finally:
            connection.close()

    def _control(self, method: str, path: str, body: Any = None) -> Any:
        connection = self.connect()
        try:
            headers = {"Content-Type": "application/json"}
            connection.request(method, "/_emulator/" + path, json.dumps(body) if body else None, headers)
            reply = connection.getresponse()
            text = reply.read()
            assert reply.status < 300, (path, reply.status, text)
            return json.loads(text) if text.strip() else None
        finally:
            connection.close()


def access_key(request: Any) -> str:
    """The key that a request was signed with; "" for none."""
    return request.headers.get("Authorization", "").partition("Access=")[2].partition(",")[0]
