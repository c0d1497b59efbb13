"""The emulator with its records: what deployments are to come to, and what truly came of them."""
import http.client
import json
from typing import Any, List, Optional

from cloud import CloudProcess

#: Quick deployments: a test waits for some of them.
QUICK = ("--pending-ms", "30", "--step-ms", "20", "--steps", "3", "--seed", "1")
LONG_MS = 600_000


class Service(CloudProcess):
    """The emulator; its deployments are quick unless it is told otherwise."""

    def __init__(self, program: str, *options: str):
        super().__init__(program, *(options or QUICK))

    @property
    def project_id(self) -> str:
        return self.facts["project_id"]

    @property
    def app_id(self) -> str:
        return self.facts["app_ids"][0]

    # Orders

    def next_ends(self, end: str = "succeeded", **options: Any) -> None:
        """How the next deployment goes."""
        self._control("POST", "outcomes", {"outcomes": [{"end": end, **options}]})

    def next_lasts(self, **options: Any) -> None:
        """The next deployment goes on for as long as a test may take."""
        self.next_ends("succeeded", duration_ms=LONG_MS, **options)

    def runs_in_sight(self) -> None:
        """From now on each step of a deployment takes so long that a busy machine too sees it while it runs."""
        self.behaves(step_ms=1500)

    def somebody_else_starts(self, *params: dict, **options: Any) -> str:
        """The id of the foreign record."""
        order = {"task_id": self.task_id, "params": list(params), **options}
        return self._control("POST", "foreign", order)["record_id"]

    def had(self, *records: dict) -> List[str]:
        """Old records, `{"days_ago", "state"}`; their ids, the newest first."""
        return self._control("POST", "history", {"task_id": self.task_id, "records": list(records)})["record_ids"]

    def behaves(self, **settings: Any) -> None:
        self._control("POST", "settings", settings)

    def mix(self, **mix: Any) -> None:
        """From now on faults by lot."""
        self._control("POST", "faults", {"mix": mix})

    # What came of them

    def asked(self, part: str = "", method: Optional[str] = None) -> int:
        """How many requests with this in their path have come."""
        return sum(part in path for path in self.paths(method))

    def paths(self, method: Optional[str] = None) -> List[str]:
        """What was asked for, oldest first."""
        return [each["path"] for each in self.log_of_requests() if method in (None, each["method"])]

    def log_of_requests(self) -> List[dict]:
        """Method, path and kind of credential of each request, oldest first."""
        return self._control("GET", "log")["requests"]

    def last_request(self) -> dict:
        """The newest request as it came, without secrets."""
        return self._control("GET", "requests/last?n=1")["requests"][-1]

    def started(self, source: str = "start") -> List[dict]:
        """The records that began that way, oldest first."""
        return [each for each in self.records() if each["source"] == source]

    def whole_log(self, record_id: str) -> str:
        """The text of a deployment's log, in one piece."""
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=60)
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
