"""2,000 requests and what the official signer makes of them: requests.jsonl, an array a line.

Left out is what this library never signs: values with Unicode's own white space at an end (HTTP trims spaces and tabs,
the SDK more), and lists of numbers, which the SDK sorts as numbers before it writes them as text.
"""
import datetime
import hashlib
import json
import random
from typing import Any, Dict, List

import official

COUNT = 2000
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
MARKS = "-_.~!$&'()*+,;=:@/?#%[]<>\"\\^`{|} "
BEYOND = "\u00e9\u00df\u0416\u90e8\u7f72\u6d4b\u8bd5\u4e00\u2713\u0308\ufffd\U0001f680\U00020000"
ESCAPES = ["%20", "%2F", "%2f", "%25", "%7E", "%e9%83%a8", "%E7%BD%B2", "%F0%9F%9A%80", "%41", "%", "%4", "%zz"]
# Not UTF-8: cut short, overlong, a surrogate, beyond Unicode.
BROKEN = ["%FF", "%E9%83", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "%80a"]


class Generator:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        # The lengths around a block of SHA-256 matter to HMAC.
        self.keys = [["AK" + self.text(LETTERS, 18, 18), self.text(LETTERS, n, n)] for n in (1, 40, 40, 63, 64, 65, 128)]

    def text(self, alphabet: str, least: int, most: int) -> str:
        return "".join(self.random.choice(alphabet) for _ in range(self.random.randint(least, most)))

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def path(self) -> str:
        path = ""
        for _ in range(self.random.randint(0, 5)):
            path += "/"
            kind = self.random.randrange(10)
            if kind < 6:
                path += self.text(LETTERS + "-_.~", 0, 20)
            elif kind < 8:
                path += self.text(LETTERS + "!$&'()*+,;=:@-", 1, 8)
            for _ in range(self.random.randint(0, 2) if kind > 6 else 0):
                path += self.random.choice(BROKEN if self.chance(10) else ESCAPES) + self.text(LETTERS, 0, 3)
        return path + ("/" if not path or self.chance(20) else "")

    def query(self) -> List[List[str]]:
        names = [self.text(LETTERS + "-_.~", 1, 8) for _ in range(self.random.randint(0, 3))]
        if self.chance(20):
            names.append(self.text(MARKS + BEYOND, 1, 3))
        query = []
        for name in names:
            for _ in range(self.random.choice([1, 1, 1, 2, 4])):
                query.append([name, self.text(LETTERS + MARKS + BEYOND, 0, 8)])
        self.random.shuffle(query)
        return query

    def headers(self) -> Dict[str, str]:
        headers = {}
        if self.chance(85):
            headers["Content-Type"] = self.random.choice(
                ["application/json"] * 6 + ["application/json;charset=UTF-8", "application/bson", "text/plain", "x/y"])
        if self.chance(40):
            headers["X-Project-Id"] = self.text("0123456789abcdef", 32, 32)
        if self.chance(15):
            headers["User-Agent"] = "agent/" + self.text(LETTERS + " ;/()", 1, 20)
        taken = {name.lower() for name in headers}
        for _ in range(self.random.choice([0, 0, 1, 2])):
            name = "X-" + self.text(LETTERS + "-!~", 1, 6) + self.random.choice(["", "", "_a"])
            if name.lower() in taken or name.lower().startswith("x-sdk-"):
                continue
            taken.add(name.lower())
            space = self.text(" \t", 0, 2)
            headers[name] = space + self.text(LETTERS + MARKS + BEYOND, 0, 10).strip() + space
        return headers

    def body(self) -> str:
        if self.chance(25):
            return self.random.choice(["", "", "{}", "[]", "\n"])
        value = self.text(LETTERS + MARKS + BEYOND, 0, 60)
        return json.dumps({"value": value}, ensure_ascii=self.chance(50), indent=self.random.choice([None, None, 1]))

    def line(self) -> List[Any]:
        key = self.random.randrange(len(self.keys))
        seconds = self.random.randrange(253_402_300_800 if self.chance(10) else 4_000_000_000)
        moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
        request: Dict[str, Any] = {
            "ak": self.keys[key][0], "sk": self.keys[key][1], "date": moment.strftime("%Y%m%dT%H%M%SZ"),
            "host": "h.example" + self.random.choice(["", ":8443"]), "signs_host": True,
            "method": self.random.choice(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "post"]),
            "path": self.path(), "query": self.query(), "headers": self.headers(), "body": self.body(),
        }
        token = self.text(LETTERS + "+/=", 1, 40) if self.chance(20) else ""
        if token:
            request["security_token"] = token
        signed = official.sign(request)
        digest = hashlib.sha256(signed.canonical_request.encode()).hexdigest()
        return [
            key, seconds, request["host"], request["method"], request["path"], request["query"],
            list(request["headers"].items()), token, request["body"],
            signed.target[len(request["path"]):], digest[:16], signed.authorization.split("Signature=")[1],
        ]


def text() -> str:
    generator = Generator(3)
    lines: List[Any] = [generator.keys]
    lines += [generator.line() for _ in range(COUNT)]
    return "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
