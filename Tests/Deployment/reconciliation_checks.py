"""What must be told of a start whose answer was lost."""
from emulator import Service
from following import Followed


def adopted(followed: Followed, service: Service) -> None:
    """Its own record, adopted with the word that it may be somebody else's, and one start."""
    [record] = service.records()
    assert followed.status == "CAD_OK", followed.document
    assert (followed.document["record_id"], followed.document["adopted"]) == (record["record_id"], True)
    assert any(record["record_id"] in each and "omebody else" in each for each in followed.warnings)
    assert service.asked("/start") == 1


def unreconciled(followed: Followed, service: Service, *candidates: str) -> None:
    assert (followed.status, followed.outcome) == ("CAD_E_UNRECONCILED", "unknown")
    assert set(followed.document["candidates"]) == set(candidates)
    assert "record_id" not in followed.document and "before you start it again" in followed.document["message"]
    assert service.asked("/start") == 1
