"""Importing this makes the helpers of the tests beside this folder importable: they serve here too."""
import sys
from pathlib import Path

sys.path[1:1] = [str(Path(__file__).parent.parent / name) for name in ("ABI", "C")]
