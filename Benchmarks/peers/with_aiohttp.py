"""aiohttp, one session."""
import asyncio
import contextlib
import ssl

import aiohttp
from request import BODY, HEADERS, url


@contextlib.asynccontextmanager
async def asynchronous(endpoint, credential, authority, width):
    trusted = ssl.create_default_context(cafile=authority or None)
    address = url(endpoint)
    connector = aiohttp.TCPConnector(limit=width, ssl=trusted)
    async with aiohttp.ClientSession(connector=connector, headers=HEADERS) as session:
        async def start():
            async with session.post(address, json=BODY) as reply:
                reply.raise_for_status()
                return (await reply.json())["id"]
        yield start


def blocking(endpoint, credential, authority, width):
    """One start in a loop of its own: what a cold process does."""
    async def one():
        async with asynchronous(endpoint, credential, authority, 1) as start:
            return await start()
    return lambda: asyncio.run(one())
