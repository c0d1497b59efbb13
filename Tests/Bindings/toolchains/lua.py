"""Lua, by LuaJIT's FFI."""
from pathlib import Path

from . import Language, Programs, needs, scripts


def build(folder: Path) -> Programs:
    environment = {"LUA_PATH": f"{LANGUAGE.folder}/?.lua;{LANGUAGE.folder}/stories/?.lua"}
    runner = ["luajit", str(LANGUAGE.runners / "runner.lua")]
    return Programs(runner, scripts(LANGUAGE.folder, "lua", "luajit"), environment)


# OpenResty's LuaJIT: Debian's own does not go with the Lua module of nginx.
LANGUAGE = Language("lua", ("luajit2", "libnginx-mod-http-lua"), "bytes", needs("luajit"), build)
