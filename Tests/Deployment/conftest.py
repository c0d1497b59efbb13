"""The life of deployments, seen from outside."""
import pytest

from abi import Client
from emulator import Service
from following import deploy, private, text


@pytest.fixture
def good(client: Client, service: Service) -> str:
    """A record that succeeded a moment ago."""
    return deploy(client, params=[text("version", "1"), private("p", "x")]).document["record_id"]
