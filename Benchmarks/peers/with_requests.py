"""requests, one session."""
import requests
from request import BODY, HEADERS, url


def blocking(endpoint, credential, authority, width):
    session = requests.Session()
    session.headers.update(HEADERS)
    if authority:
        session.verify = authority
    address = url(endpoint)

    def start():
        reply = session.post(address, json=BODY, timeout=60)
        reply.raise_for_status()
        return reply.json()["id"]

    return start
