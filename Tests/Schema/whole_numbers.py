"""For schemathesis: JSON Schema counts 30.0 among the integers, which the service's clients never send."""
from typing import Any

import schemathesis


def whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: whole(member) for name, member in value.items()}
    return [whole(item) for item in value] if isinstance(value, list) else value


@schemathesis.hook
def map_body(context: schemathesis.HookContext, body: Any) -> Any:
    return whole(body)
