"""What a failure means for a second try: the end of each story."""

from __future__ import annotations

import sys
from typing import NoReturn

import codearts_deploy as cad

ADVICE = {
    "not_sent": "Nothing was started: it is safe to try again.",
    "refused": "The service refused it: change what it objects to, then try again.",
    "started": "It was started: do not start it again.",
    "unknown": "It may be running: look at the application's records before you start it again.",
    None: "Nothing was to be started.",
}


def give_up(error: cad.CodeArtsDeployError) -> NoReturn:
    print(f"{error.status}: {error.message}", file=sys.stderr)
    print(f"outcome: {error.outcome or 'none'}", ADVICE[error.outcome], sep="\n", file=sys.stderr)
    sys.exit(2 if error.outcome == "unknown" else 1)
