"""pycurl with json both ways, one handle."""
import json

import pycurl
from request import BODY, HEADERS, url


def blocking(endpoint, credential, authority, width):
    handle = pycurl.Curl()
    handle.setopt(pycurl.URL, url(endpoint))
    handle.setopt(pycurl.HTTPHEADER, [f"{name}: {value}" for name, value in HEADERS.items()])
    if authority:
        handle.setopt(pycurl.CAINFO, authority)

    def start():
        handle.setopt(pycurl.POSTFIELDS, json.dumps(BODY))
        reply = json.loads(handle.perform_rb())
        if handle.getinfo(pycurl.RESPONSE_CODE) != 200:
            raise RuntimeError(reply)
        return reply["id"]

    return start
