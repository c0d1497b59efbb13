"""What the calls said, held against what the emulator did."""
import collections

from emulator import Service
from following import Followed

#: So a report says that the records themselves could not be asked; any other reason is none.
NOT_ASKED = "the records cannot be asked for"


class Verdict:
    def __init__(self, service: Service):
        self.service = service
        self.heard: list[tuple[str, Followed]] = []

    def hear(self, marker: str, followed: Followed) -> None:
        self.heard.append((marker, followed))

    def faults(self) -> list[str]:
        """Every disagreement, in words."""
        records = self._records()
        faults = [
            f"{marker}: {len(found)} deployments were started" for marker, found in records.items() if len(found) > 1]
        strays = set(records) - {marker for marker, _ in self.heard}
        faults += [f"{marker}: nobody asked for this" for marker in strays]
        for marker, followed in self.heard:
            fault = _disagreement(followed, next(iter(records.get(marker, [])), None))
            if fault:
                faults.append(f"{marker}: {fault}: {followed.status} {followed.document}")
        return faults

    def summary(self) -> str:
        told = collections.Counter(
            followed.outcome or followed.deployment["state"] for _, followed in self.heard)
        adopted = sum(bool(followed.document.get("deployment", followed.document).get("adopted"))
                      for _, followed in self.heard)
        requests = self.service.requests()
        starts = len(self.service.records())
        words = ", ".join(f"{count} {word}" for word, count in sorted(told.items()))
        return f"{words}; {adopted} adopted; {starts} deployments in {requests} requests"

    def _records(self) -> dict[str, list[dict]]:
        records: dict[str, list[dict]] = {}
        for record in self.service.records():
            marker = next(each["value"] for each in record["given"] if each["key"] == "marker")
            records.setdefault(marker, []).append(record)
        return records


def _disagreement(followed: Followed, record: dict | None) -> str | None:
    """What is wrong with this report; nil where nothing is."""
    told = followed.document.get("record_id")
    if followed.status == "CAD_OK" or followed.outcome == "started":
        if record is None:
            return "it never ran"
        if told != record["record_id"]:
            return f"the record is {record['record_id']}"
        state = followed.deployment.get("state")
        if state != record["state"]:
            return f"the state is {record['state']}"
        agree = (followed.status == "CAD_OK") == (state == "succeeded")
        return None if agree else "the status is not that of the state"
    if followed.outcome in ("not_sent", "refused"):
        return f"it ran ({record['record_id']})" if record else None
    if followed.status != "CAD_E_UNRECONCILED" or followed.outcome != "unknown":
        return "no such end was expected"
    if followed.document["candidates"]:
        return "its marker is its own, so that no other record can be one"
    if record and NOT_ASKED not in followed.document["message"]:
        return f"it ran ({record['record_id']}), the records could be asked, and it was not found"
    return None
