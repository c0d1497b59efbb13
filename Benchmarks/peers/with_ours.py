"""codearts_deploy."""
import codearts_deploy as cad
from request import KEY, PARAMS, SECRET, TASK, TOKEN


def _configuration(endpoint, credential, authority, width):
    signing = {"ak": KEY, "sk": SECRET} if credential == "key" else {"token": TOKEN}
    trust = {"ca_file": authority} if authority else {}
    return {"endpoint": endpoint, "max_in_flight": width, **signing, **trust}


def blocking(*target):
    client = cad.Client(**_configuration(*target))
    return lambda: client.start_deploy_task(TASK, params=PARAMS, trigger_source="0").id


def batch(*target):
    client = cad.Client(**_configuration(*target))
    item = {"task_id": TASK, "params": PARAMS, "trigger_source": "0"}

    def starts(count):
        for result in client.start_many([item] * count):
            if result.error:
                raise result.error

    return starts


class asynchronous:  # noqa: N801 - the name that each peer has for it
    """An async context; contextlib would be imported for it alone."""

    def __init__(self, *target):
        self.client = cad.AsyncClient(**_configuration(*target))

    async def __aenter__(self):
        async def start():
            return (await self.client.start_deploy_task(TASK, params=PARAMS, trigger_source="0")).id
        await self.client.__aenter__()
        return start

    async def __aexit__(self, *error):
        await self.client.__aexit__(*error)
