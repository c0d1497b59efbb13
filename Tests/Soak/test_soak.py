"""A tenth of the soak, with its seed: what the client says of a thousand starts is what the service did."""
import pytest
from soak import HOSTS, soak


@pytest.mark.parametrize("host", HOSTS)
def test_the_word_of_the_client_agrees_with_the_service(host: str) -> None:
    verdict = soak(host, count=1000, seed=7)
    assert verdict.contradictions == []
    assert verdict.counts["started"] > 700
    assert min(verdict.counts[word] for word in ("refused", "unknown")) > 20
