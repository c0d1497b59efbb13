"""JavaScript: an addon on Node-API."""
import os
import shutil
import subprocess
from pathlib import Path

from . import Language, Programs, needs, scripts, stage

NODE = shutil.which("node")
HEADERS = [Path(NODE).resolve().parents[1] / "include/node/node_api.h"] if NODE else []


def build(folder: Path) -> Programs:
    """Installs the package, as npm would."""
    package = folder / "node_modules/codearts_deploy"
    package.mkdir(parents=True, exist_ok=True)
    for name in ("index.js", "index.d.ts", "operations.d.ts", "package.json"):
        shutil.copy(LANGUAGE.folder / name, package)
    environment = {**os.environ, "CAD_PREFIX": str(stage())}
    subprocess.run([LANGUAGE.folder / "build", package / "codearts_deploy.node"], check=True, env=environment)
    runner = ["node", "--expose-gc", str(LANGUAGE.runners / "runner.js")]
    return Programs(runner, scripts(LANGUAGE.folder, "js", "node"), {"NODE_PATH": str(package.parent)})


# A Node that is not Debian's has its headers, and does not go with Debian's.
PACKAGES = () if any(path.exists() for path in HEADERS) else ("nodejs", "libnode-dev")
LANGUAGE = Language("javascript", ("node-typescript", *PACKAGES), "utf16", needs("node"), build)
