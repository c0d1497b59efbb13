"""What the library says of requests and replies."""
from typing import Any

import pytest

from abi import Library


@pytest.fixture
def openapi(library: Library) -> dict[str, Any]:
    """The whole document; a test may change its copy."""
    answer = library.answer("cad_schema", None)
    assert answer.status == "CAD_OK"
    return dict(answer.document)
