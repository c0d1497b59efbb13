"""generate.py FOLDER: every fixture of the signing tests, signed by the SDK that is installed beside this Python."""
import json
import shutil
import sys
from pathlib import Path

import cases
import digests
import official
import requests_at_random


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def main() -> None:
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    for name, request, published in cases.all_cases():
        signed = official.sign(request)
        if published is not None and not signed.authorization.endswith("Signature=" + published):
            sys.exit(f"{name}: the official signer does not agree with the published signature")
        write(folder / name / "request.json", json.dumps(request, ensure_ascii=False, indent=2) + "\n")
        write(folder / name / "canonical_request.txt", signed.canonical_request)
        write(folder / name / "string_to_sign.txt", signed.string_to_sign)
        write(folder / name / "authorization.txt", signed.authorization)
    write(folder / "requests.jsonl", requests_at_random.text())
    write(folder / "digests.txt", digests.text())


if __name__ == "__main__":
    main()
