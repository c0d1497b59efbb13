"""What the header declares: the statuses, the functions and the versions that the bindings' tables are made of."""
from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple


class Status(NamedTuple):
    name: str  # "CAD_E_BUSY"
    number: int
    remark: str

    @property
    def words(self) -> list[str]:
        """Without its prefix: ["busy"]."""
        return re.sub("^CAD_(E_)?", "", self.name).lower().split("_")

    @property
    def camel(self) -> str:
        return "".join(word.capitalize() for word in self.words)


class Function(NamedTuple):
    name: str
    result: str  # "cad_status"
    arguments: list[tuple[str, str]]  # ("const char *", "task_id")


class Header(NamedTuple):
    statuses: list[Status]
    functions: list[Function]
    abi_version: int


def read(path: Path) -> Header:
    text = path.read_text(encoding="utf-8")
    statuses = [
        Status(name, int(number), remark.strip()) for name, number, remark in re.findall(
            r"#define (CAD_\w+) \(\(cad_status\)(\d+)\)[ \t]*(?:/\* (.*?) ?\*/)?", text)]
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    functions = [
        Function(name, result.strip(), [] if arguments.strip() == "void" else [
            _argument(each) for each in arguments.split(",")])
        for result, name, arguments in re.findall(r"^(\w[\w ]*[\w*] ?\*?)\b(cad_\w+)\(([^)]*)\);", code, re.M)
        if "cad_log " not in arguments]  # a callback on any thread is for C, C++ and Python
    return Header(statuses, functions, int(re.findall(r"#define CAD_ABI_VERSION (\d+)", text)[0]))


def _argument(text: str) -> tuple[str, str]:
    kind, name = re.fullmatch(r"(.*?[\s*])(\w+)", " ".join(text.split())).groups()  # type: ignore[union-attr]
    return kind.strip(), name
