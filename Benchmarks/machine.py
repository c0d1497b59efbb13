"""What a run was made on and with, so that it can be repeated."""
import datetime
import json
import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any, Dict

from workbench import ROOT, Failed, Workbench

VERSIONS = """
import importlib.metadata, json, platform
names = ["huaweicloudsdkcodeartsdeploy", "huaweicloudsdkcore", "requests", "httpx", "aiohttp", "pycurl"]
known = {each.metadata["Name"]: each.version for each in importlib.metadata.distributions()}
print(json.dumps({"Python": platform.python_version(), **{name: known[name] for name in names if name in known}}))
"""


def circumstances(bench: Workbench, command: str) -> Dict[str, Any]:
    try:
        versions = json.loads(bench.run([bench.python, "-c", VERSIONS]))
    except (Failed, OSError):
        versions = {}
    return {
        "date": datetime.date.today().isoformat(),
        "command": command,
        "commit": said("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"),
        "machine": f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release().partition('-')[0]}",
        "load": os.getloadavg()[0],
        "versions": {**versions, "libcurl": said("curl-config", "--version").replace("libcurl ", "")}}


def processor() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def said(*command: str) -> str:
    try:
        done = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()
