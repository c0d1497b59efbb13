"""Says which languages can run here; with `packages`, which of Debian's packages they need."""
import os
import sys

from . import languages


def main() -> int:
    if sys.argv[1:] == ["packages"]:
        print(*sorted({package for language in languages() for package in language.packages}))
        return 0
    missing = {language.name: language.missing() for language in languages()}
    for name, why in missing.items():
        print(f"{name:<12} {why or 'found'}")
    expected = filter(None, os.environ.get("EXPECTED_LANGUAGES", "").split(","))
    absent = [name for name in expected if missing.get(name, "no such binding")]
    if absent:
        print(f"test-languages: {', '.join(absent)} must be there", file=sys.stderr)
    return 1 if absent else 0


sys.exit(main())
