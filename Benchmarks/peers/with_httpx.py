"""httpx, one client."""
import contextlib
import ssl

import httpx
from request import BODY, HEADERS, url


def _options(authority):
    return {"headers": HEADERS, "timeout": 60, "verify": ssl.create_default_context(cafile=authority or None)}


def _id(reply):
    return reply.raise_for_status().json()["id"]


def blocking(endpoint, credential, authority, width):
    client, address = httpx.Client(**_options(authority)), url(endpoint)
    return lambda: _id(client.post(address, json=BODY))


@contextlib.asynccontextmanager
async def asynchronous(endpoint, credential, authority, width):
    limits = httpx.Limits(max_connections=width, max_keepalive_connections=width)
    address = url(endpoint)
    async with httpx.AsyncClient(limits=limits, **_options(authority)) as client:
        async def start():
            return _id(await client.post(address, json=BODY))
        yield start
